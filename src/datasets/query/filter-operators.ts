import type { FieldType } from "../../render/document";

/** What a filter may say about a field. `min`/`start` and `max`/`end` are other words for `gte` and `lte`. */
export const OPERATORS = [
  "eq",
  "ne",
  "gt",
  "gte",
  "lt",
  "lte",
  "in",
  "not_in",
  "contains",
  "starts_with",
  "is_null",
  "min",
  "max",
  "start",
  "end",
] as const;
export type Operator = (typeof OPERATORS)[number];

const TEXT_ONLY: readonly Operator[] = ["contains", "starts_with"];
const WITHOUT_ORDER: readonly Operator[] = ["eq", "ne", "in", "not_in", "is_null"];

/** What may be said about a field of this type. */
export function operatorsFor(type: FieldType): readonly Operator[] {
  if (type === "boolean") return WITHOUT_ORDER;
  return type === "string" ? OPERATORS : OPERATORS.filter((operator) => !TEXT_ONLY.includes(operator));
}
