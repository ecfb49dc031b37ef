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
