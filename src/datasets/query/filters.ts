import { cellFormatter } from "../../render/values/format";
import { wordsOf } from "../../render/words";
import type { Field } from "../field";
import { OPERATORS, type Operator, operatorsFor } from "./filter-operators";
import { readValue } from "./filter-values";
import { filterWords } from "./filter-words";
import { foldingOf, MAX_FOLDED_LETTERS } from "./sql/folding";

type Value = string | number | boolean;

/** One test on one cell. `field` is the position in the row, `type` the field's; values are of that type. */
export type Condition = { readonly field: number; readonly type: Field["type"] } & (
  | { readonly op: Comparison; readonly value: Value }
  /** Null among the values is the empty cell. */
  | { readonly op: "in" | "not_in"; readonly value: readonly (Value | null)[] }
  | { readonly op: "contains" | "starts_with"; readonly value: string }
  | { readonly op: "is_null"; readonly value: boolean }
);
export type Comparison = "eq" | "ne" | "gt" | "gte" | "lt" | "lte";

/** One entry of a config's filters. `text` is what people read: `between 60 and 100`. */
export interface ReadFilter {
  readonly conditions: readonly Condition[];
  readonly label: string;
  readonly text: string;
}

/** How the texts of filters are written: in the words of files, values as the cells of their fields are shown. */
export interface FilterLanguage {
  readonly locale: string;
  readonly timeZone: string;
}

export type FilterErrors = Record<string, string[]>;

/**
 * Reads the filter grammar: `{name: value | [values] | {min,max} | {start,end} | {eq,…,is_null} | null}`, all of
 * which must hold. A name is a field's name or its label. `min`/`start` and `max`/`end` are inclusive, and null
 * there means that this end is open. Text is the same only when each letter is; `contains` and `starts_with`
 * disregard case in every alphabet (see sql/folding), and before and after follow the order in which text is
 * sorted. A plain day against a datetime means that calendar day (see moments). Comparisons never hold for an
 * empty cell, but `ne` and `not_in` do, unless null is among their values. An empty `in` matches nothing.
 * Problems go to `errors`, keyed `filters.<name>`.
 */
export function readFilters(
  filters: Readonly<Record<string, unknown>>,
  fields: readonly Field[],
  errors: FilterErrors,
  language: FilterLanguage = { locale: "en-US", timeZone: "UTC" },
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
    refuseReversed(Object.fromEntries(tests), field, problems);
    if (problems.length > 0) errors[`filters.${name}`] = problems;
    else if (conditions.length > 0) {
      const text = filterWords(tests, wordsOf(language.locale).tests, valueText(field, language));
      read.push({ conditions, label: field.label, text });
    }
  }
  return read;
}

/** Text of a filter's value, read as cells of the field are kept and written as they are shown. */
function valueText(field: Field, { locale, timeZone }: FilterLanguage): (value: unknown) => string {
  const shown = cellFormatter(field, locale, timeZone);
  return (value) => shown(readValue(value, field, []));
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
  position: number,
  field: Field,
  operator: Operator,
  operand: unknown,
  problems: string[],
): Condition[] {
  if (operand === null && SAME_AS[operator]) return []; // {min: 10, max: null} is a half-open range
  const op = SAME_AS[operator] ?? (operator as Exclude<Operator, "min" | "max" | "start" | "end">);
  const { type } = field;
  const about = { field: position, type };
  if (!operatorsFor(type).includes(op)) {
    problems.push(
      `${operator} does not work on a ${type} field. Operators: ${operatorsFor(type).join(", ")}`,
    );
    return [];
  }
  switch (op) {
    case "is_null": {
      const value = readValue(operand, { type: "boolean" }, problems);
      return [{ ...about, op, value: value === true }];
    }
    case "contains":
    case "starts_with": {
      const value = readValue(operand, { type: "string" }, problems);
      return [{ ...about, op, value: readSearch(String(value), problems) }];
    }
    case "in":
    case "not_in": {
      if (!Array.isArray(operand)) {
        problems.push(`${op} takes a list of values`);
        return [];
      }
      const value = operand.map((item) => (item === null ? null : readValue(item, field, problems)));
      return [{ ...about, op, value }];
    }
    default: {
      if (operand === null && (op === "eq" || op === "ne"))
        return [{ ...about, op: "is_null", value: op === "eq" }];
      const value = readValue(operand, field, problems);
      return value === null ? [] : [{ ...about, op, value }];
    }
  }
}

/** A range whose end stands before its beginning is a slip: nothing could ever lie in it. */
function refuseReversed(tests: Partial<Record<Operator, unknown>>, field: Field, problems: string[]): void {
  const { type } = field;
  if (type === "string" || type === "boolean") return;
  for (const [low, high] of [["min", "max"] as const, ["start", "end"] as const]) {
    const [from, to] = [readValue(tests[low], field, []), readValue(tests[high], field, [])];
    // Times of different forms are only told apart in a zone, which is not known here.
    const isAlike = typeof from === "number" || String(from).length === String(to).length;
    if (from !== null && to !== null && isAlike && from > to)
      problems.push(`${low} ${from} comes behind ${high} ${to}`);
  }
}

function readSearch(text: string, problems: string[]): string {
  if (foldingOf(text).replacements.length > MAX_FOLDED_LETTERS)
    problems.push("The text has too many different letters; search for a part of it");
  return text;
}
