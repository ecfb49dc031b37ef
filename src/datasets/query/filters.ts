import type { Field } from "../field";
import { OPERATORS, type Operator } from "./filter-operators";
import { readValue } from "./filter-values";
import { filterWords } from "./filter-words";

/** One test on one cell. `field` is the position in the row; values are of the field's type. */
export type Condition =
  | { readonly field: number; readonly op: Comparison; readonly value: string | number | boolean }
  | {
      readonly field: number;
      readonly op: "in" | "not_in";
      readonly value: readonly (string | number | boolean)[];
    }
  | { readonly field: number; readonly op: "contains" | "starts_with"; readonly value: string }
  | { readonly field: number; readonly op: "is_null"; readonly value: boolean };
export type Comparison = "eq" | "ne" | "gt" | "gte" | "lt" | "lte";

/** `range` shows what people read: `between 60 and 100`. */
export interface ReadFilter {
  readonly conditions: readonly Condition[];
  readonly label: string;
  readonly text: string;
}

export type FilterErrors = Record<string, string[]>;

/**
 * Reads the filter grammar: `{name: value | [values] | {min,max} | {start,end} | {eq,…,is_null}}`, all of which
 * must hold. A name is a field's name or its label. `min`/`start` and `max`/`end` are inclusive; a plain date as
 * the end of a datetime range means that whole day. Comparisons never hold for an empty cell, but `ne` and
 * `not_in` do. Problems go to `errors`, keyed `filters.<name>`.
 */
export function readFilters(
  filters: Readonly<Record<string, unknown>>,
  fields: readonly Field[],
  errors: FilterErrors,
): ReadFilter[] {
  const read: ReadFilter[] = [];
  for (const [name, value] of Object.entries(filters)) {
    const index = findField(fields, name);
    const field = fields[index];
    if (!field) {
      errors[`filters.${name}`] = [`There is no such field. Fields: ${fields.map((f) => f.name).join(", ")}`];
      continue;
    }
    const problems: string[] = [];
    const tests = testsOf(value, problems);
    const conditions = tests.flatMap(([op, operand]) => toConditions(index, field, op, operand, problems));
    if (problems.length > 0) errors[`filters.${name}`] = problems;
    else if (conditions.length > 0) read.push({ conditions, label: field.label, text: filterWords(tests) });
  }
  return read;
}

/** Position of a field by its name, or else by its label; -1 when there is none. */
export function findField(fields: readonly Field[], name: string): number {
  const byName = fields.findIndex((field) => field.name === name);
  return byName >= 0 ? byName : fields.findIndex((field) => field.label === name);
}

function testsOf(value: unknown, problems: string[]): [Operator, unknown][] {
  if (value === null) return [["is_null", true]];
  if (Array.isArray(value)) return [["in", value]];
  if (typeof value !== "object" || value === undefined) return [["eq", value]];
  const tests = Object.entries(value).filter(([, operand]) => operand !== undefined);
  if (tests.length === 0) problems.push(`Give a value or an object with some of: ${OPERATORS.join(", ")}`);
  for (const [op] of tests) {
    if (!(OPERATORS as readonly string[]).includes(op))
      problems.push(`Unknown operator ${op}. Operators: ${OPERATORS.join(", ")}`);
  }
  return problems.length > 0 ? [] : (tests as [Operator, unknown][]);
}

const SAME_AS: Partial<Record<Operator, Comparison>> = { min: "gte", start: "gte", max: "lte", end: "lte" };

function toConditions(
  field: number,
  { type }: Field,
  operator: Operator,
  operand: unknown,
  problems: string[],
): Condition[] {
  if (operand === null && SAME_AS[operator]) return []; // {min: 10, max: null} is a half-open range
  const op = SAME_AS[operator] ?? (operator as Exclude<Operator, "min" | "max" | "start" | "end">);
  switch (op) {
    case "is_null":
      if (typeof operand === "boolean") return [{ field, op, value: operand }];
      problems.push("is_null takes true or false");
      return [];
    case "contains":
    case "starts_with":
      if (type !== "string") problems.push(`${op} works on text fields; this one is ${type}`);
      else if (typeof operand !== "string") problems.push(`${op} takes text`);
      else return [{ field, op, value: operand }];
      return [];
    case "in":
    case "not_in": {
      if (!Array.isArray(operand)) {
        problems.push(`${op} takes a list of values`);
        return [];
      }
      const values = operand.map((item) => readValue(item, type, problems));
      return [{ field, op, value: values.filter((item) => item !== null) }];
    }
    default: {
      if (operand === null && (op === "eq" || op === "ne"))
        return [{ field, op: "is_null", value: op === "eq" }];
      const value = readValue(operand, type, problems);
      if (value === null) return [];
      if (type === "boolean" && op !== "eq" && op !== "ne") {
        problems.push(`${operator} does not work on a boolean field`);
        return [];
      }
      return type === "datetime" && typeof value === "string" && value.length === 10
        ? dayConditions(field, op, value)
        : [{ field, op, value }];
    }
  }
}

/** A plain date against a datetime field means the whole day. */
function dayConditions(field: number, op: Comparison, day: string): Condition[] {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  switch (op) {
    case "eq":
      return [
        { field, op: "gte", value: day },
        { field, op: "lt", value: next },
      ];
    case "lte":
      return [{ field, op: "lt", value: next }];
    case "gt":
      return [{ field, op: "gte", value: next }];
    default:
      return [{ field, op, value: day }];
  }
}
