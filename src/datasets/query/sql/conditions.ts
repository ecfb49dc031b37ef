import type { Condition } from "../filters";
import { type Moment, momentOf } from "../moments";
import { balanced } from "./balanced";
import { cellValue, isZoned, momentKey } from "./cells";
import { foldingOf } from "./folding";
import type { Parameters } from "./parameters";

const COMPARISONS = { eq: "=", ne: "IS NOT", gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

/** All conditions together, or `1` when there are none. */
export function conditionsSql(
  conditions: readonly Condition[],
  timeZone: string,
  parameters: Parameters,
): string {
  if (conditions.length === 0) return "1";
  return balanced(
    conditions.map((condition) => conditionSql(condition, timeZone, parameters)),
    "AND",
  );
}

function conditionSql(condition: Condition, timeZone: string, parameters: Parameters): string {
  const cell = cellValue(condition.field);
  switch (condition.op) {
    case "is_null":
      return `${cell} IS ${condition.value ? "" : "NOT "}NULL`;
    case "contains":
      return `${placeOf(condition.value, cell, parameters)} > 0`;
    case "starts_with":
      return `${placeOf(condition.value, cell, parameters)} = 1`;
    case "in":
    case "not_in":
      return listSql(condition, timeZone, parameters);
    default:
      break;
  }
  const { op, value, type } = condition;
  if (type === "datetime") return momentSql(cell, op, momentOf(String(value), timeZone), parameters);
  // Text stands in the order in which it is sorted; whether it is the same counts every letter.
  const order = type === "string" && op !== "eq" && op !== "ne" ? " COLLATE NOCASE" : "";
  return `${cell}${order} ${COMPARISONS[op]} ${parameters.value(value)}`;
}

/** Where a text begins in a cell, from 1; 0 when it is not in it. */
function placeOf(text: string, cell: string, parameters: Parameters): string {
  const { needle, replacements } = foldingOf(text);
  const folded = replacements.reduce(
    (sql, [letter, form]) => `replace(${sql}, ${parameters.value(letter)}, ${parameters.value(form)})`,
    `lower(${cell})`,
  );
  return `instr(${folded}, ${parameters.value(needle)})`;
}

function listSql(
  { field, type, op, value }: Extract<Condition, { op: "in" | "not_in" }>,
  timeZone: string,
  parameters: Parameters,
): string {
  const cell = cellValue(field);
  const values = value.filter((item) => item !== null);
  const isIn =
    type === "datetime"
      ? isAmong(
          cell,
          values.map((item) => momentOf(String(item), timeZone)),
          parameters,
        )
      : `${cell} IN (SELECT value FROM ${parameters.list(values)})`;
  const withEmpty = values.length < value.length;
  if (op === "in") return withEmpty ? `(${isIn} OR ${cell} IS NULL)` : `(${isIn})`;
  return withEmpty ? `(${cell} IS NOT NULL AND NOT ${isIn})` : `(${cell} IS NULL OR NOT ${isIn})`;
}

type Comparison = keyof typeof COMPARISONS;

function momentSql(cell: string, op: Comparison, moment: Moment, parameters: Parameters): string {
  const from = bound(cell, moment, "from", parameters);
  const to = bound(cell, moment, "to", parameters);
  const key = momentKey(cell);
  switch (op) {
    case "eq":
      return `(${key} >= ${from} AND ${key} < ${to})`;
    case "ne":
      return `(${cell} IS NULL OR ${key} < ${from} OR ${key} >= ${to})`;
    case "gt":
      return `${key} >= ${to}`;
    case "gte":
      return `${key} >= ${from}`;
    case "lt":
      return `${key} < ${from}`;
    case "lte":
      return `${key} < ${to}`;
  }
}

function bound(
  cell: string,
  { zoned, asWritten }: Moment,
  end: "from" | "to",
  parameters: Parameters,
): string {
  if (zoned[end] === asWritten[end]) return parameters.value(zoned[end]);
  return `iif(${isZoned(cell)}, ${parameters.value(zoned[end])}, ${parameters.value(asWritten[end])})`;
}

function isAmong(cell: string, moments: readonly Moment[], parameters: Parameters): string {
  const ranges = moments.map(({ zoned, asWritten }) => [zoned.from, zoned.to, asWritten.from, asWritten.to]);
  const place = (end: 0 | 1) => `item.value ->> iif(${isZoned(cell)}, ${end}, ${end + 2})`;
  const key = momentKey(cell);
  return `EXISTS (SELECT 1 FROM ${parameters.list(ranges)} AS item
    WHERE ${key} >= ${place(0)} AND ${key} < ${place(1)})`;
}
