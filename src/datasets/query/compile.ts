import type { FieldType } from "../../render/document";
import type { Condition } from "./filters";

export interface SortKey {
  /** Position of the field in the row. */
  readonly field: number;
  readonly type: FieldType;
  readonly descending: boolean;
}

/** A piece of SQL with its bound values in order. No value is ever part of the text. */
export interface Sql {
  readonly text: string;
  readonly params: readonly (string | number)[];
}

/** The value of a cell of `rows.data`; the position is a checked integer, so it may stand in the text. */
const cell = (field: number) => {
  if (!Number.isInteger(field) || field < 0) throw new Error("a field position must be a whole number");
  return `(data ->> ${field})`;
};

const COMPARISONS = { eq: "=", ne: "IS NOT", gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

/** All conditions together, or `1` when there are none. Lists go in as one JSON parameter. */
export function compileConditions(conditions: readonly Condition[]): Sql {
  const params: (string | number)[] = [];
  const parts = conditions.map((condition) => {
    const value = cell(condition.field);
    switch (condition.op) {
      case "is_null":
        return `${value} IS ${condition.value ? "" : "NOT "}NULL`;
      case "contains":
        params.push(condition.value);
        return `instr(lower(${value}), lower(?)) > 0`;
      case "starts_with":
        params.push(condition.value);
        return `instr(lower(${value}), lower(?)) = 1`;
      case "in":
        params.push(JSON.stringify(condition.value));
        return `${value} IN (SELECT value FROM json_each(?))`;
      case "not_in":
        params.push(JSON.stringify(condition.value));
        return `(${value} IS NULL OR ${value} NOT IN (SELECT value FROM json_each(?)))`;
      default:
        params.push(typeof condition.value === "boolean" ? Number(condition.value) : condition.value);
        return `${value} ${COMPARISONS[condition.op]} ?`;
    }
  });
  return { text: parts.length === 0 ? "1" : balanced(parts, "AND"), params };
}

/** Sort keys as `ORDER BY` terms: empty cells last either way, text without regard to case, then the row's own order. */
export function compileOrder(keys: readonly SortKey[]): string {
  const terms = keys.flatMap(({ field, type, descending }) => [
    `${cell(field)} IS NULL`,
    `${cell(field)}${type === "string" ? " COLLATE NOCASE" : ""}${descending ? " DESC" : ""}`,
  ]);
  return [...terms, "n"].join(", ");
}

/**
 * A row as the text of a JSON array holding only these fields, in this order. `->` gives each value's own JSON
 * text, so numbers keep their digits and booleans stay booleans; all fields in order are one `json(data)`.
 */
export function compileProjection(fields: readonly number[], width: number): string {
  const isWhole = fields.length === width && fields.every((field, position) => field === position);
  if (isWhole) return "json(data)";
  const cells = fields.map((field) => `coalesce(data -> ${field}, 'null')`);
  return cells.length === 0 ? "'[]'" : `'[' || ${balanced(cells, "|| ',' ||")} || ']'`;
}

/** `(a op b) op (c op d)`: D1 refuses expressions nested deeper than 100, so long chains are made as trees. */
function balanced(parts: readonly string[], operator: string): string {
  if (parts.length <= 2) return `(${parts.join(` ${operator} `)})`;
  const middle = parts.length >> 1;
  return `(${balanced(parts.slice(0, middle), operator)} ${operator} ${balanced(parts.slice(middle), operator)})`;
}
