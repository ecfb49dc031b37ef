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

/** A filter in words, as files show it: `between 60 and 100`. */
export function filterWords(tests: readonly [Operator, unknown][]): string {
  const byName = Object.fromEntries(tests) as Partial<Record<Operator, unknown>>;
  if (tests.length === 2 && byName.min != null && byName.max != null)
    return `between ${show(byName.min)} and ${show(byName.max)}`;
  return tests
    .filter(([, operand]) => operand !== null)
    .map(([op, operand]) =>
      op === "is_null" ? (operand ? "is empty" : "is not empty") : `${WORDS[op]} ${show(operand)}`,
    )
    .join(" ");
}

function show(value: unknown): string {
  return Array.isArray(value) ? value.map(show).join(", ") : String(value);
}
