import { filled } from "../../render/words";
import type { TestWords } from "../../render/words/words";
import type { Operator } from "./filter-operators";

const WORDS: Record<Exclude<Operator, "is_null">, keyof TestWords> = {
  eq: "is",
  ne: "is_not",
  gt: "over",
  gte: "at_least",
  lt: "under",
  lte: "at_most",
  in: "one_of",
  not_in: "none_of",
  contains: "contains",
  starts_with: "starts_with",
  min: "at_least",
  max: "at_most",
  start: "from",
  end: "to",
};

/** Null there means that this end is open. */
const OPEN_ENDED: readonly Operator[] = ["min", "max", "start", "end"];

/** A filter in words, as files show it: `between 60 and 100`. `textOf` writes a single value. */
export function filterWords(
  tests: readonly [Operator, unknown][],
  words: TestWords,
  textOf: (value: unknown) => string = String,
): string {
  const show = (value: unknown): string => {
    if (Array.isArray(value)) return value.length === 0 ? words.no_values : value.map(show).join(words.comma);
    return value === null ? words.no_value : textOf(value);
  };
  const { min, max, start, end } = Object.fromEntries(tests) as Partial<Record<Operator, unknown>>;
  const range = (template: string, low: unknown, high: unknown) =>
    filled(template, { low: show(low), high: show(high) });
  if (tests.length === 2 && min != null && max != null) return range(words.between, min, max);
  if (tests.length === 2 && start != null && end != null) return range(words.from_to, start, end);
  return tests
    .filter(([op, operand]) => operand !== null || !OPEN_ENDED.includes(op))
    .map(([op, operand]) => {
      const isNull = op === "is_null" && String(operand).trim().toLowerCase() === "true";
      if (isNull || (op === "eq" && operand === null)) return words.empty;
      if (op === "is_null" || (op === "ne" && operand === null)) return words.not_empty;
      const shown = show(operand);
      return filled(words[WORDS[op]], { value: shown, values: shown });
    })
    .join(words.and);
}
