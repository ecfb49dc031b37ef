import type { Operator } from "./filter-operators";

const WORDS: Record<Operator, string> = {
  eq: "is",
  ne: "is not",
  gt: "over",
  gte: "at least",
  lt: "under",
  lte: "at most",
  in: "is one of",
  not_in: "is none of",
  contains: "contains",
  starts_with: "starts with",
  is_null: "",
  min: "at least",
  max: "at most",
  start: "from",
  end: "to",
};

/** Null there means that this end is open. */
const OPEN_ENDED: readonly Operator[] = ["min", "max", "start", "end"];

/** A filter in words, as files show it: `between 60 and 100`. `textOf` writes a single value. */
export function filterWords(
  tests: readonly [Operator, unknown][],
  textOf: (value: unknown) => string = String,
): string {
  const show = (value: unknown): string => {
    if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(show).join(", ");
    return value === null ? "empty" : textOf(value);
  };
  const byName = Object.fromEntries(tests) as Partial<Record<Operator, unknown>>;
  if (tests.length === 2 && byName.min != null && byName.max != null)
    return `between ${show(byName.min)} and ${show(byName.max)}`;
  const isSpan = tests.every(([op]) => op === "start" || op === "end");
  return tests
    .filter(([op, operand]) => operand !== null || !OPEN_ENDED.includes(op))
    .map(([op, operand]) => {
      const isNull = op === "is_null" && String(operand).trim().toLowerCase() === "true";
      if (isNull || (op === "eq" && operand === null)) return "is empty";
      if (op === "is_null" || (op === "ne" && operand === null)) return "is not empty";
      return `${WORDS[op]} ${show(operand)}`;
    })
    .join(isSpan ? " " : " and ");
}
