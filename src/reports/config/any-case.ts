import type { ReadFilter } from "../../datasets/query/filters";

/**
 * A filter on words of a fixed set, such as the status of a submission, whatever case the data write them in:
 * `graded` finds `Graded` as well, and each word of the set as it stands there. What it says to people stays.
 */
export function inAnyCase(filter: ReadFilter, words: readonly string[]): ReadFilter {
  const spellings = <V>(value: V) => spellingsOf(value, words);
  return {
    ...filter,
    conditions: filter.conditions.map((condition) => {
      const { field, type } = condition;
      switch (condition.op) {
        case "eq":
          return { field, type, op: "in", value: spellings(condition.value) };
        case "ne":
          return { field, type, op: "not_in", value: spellings(condition.value) };
        case "in":
        case "not_in":
          return { ...condition, value: condition.value.flatMap(spellings) };
        default:
          return condition;
      }
    }),
  };
}

function spellingsOf<V>(value: V, words: readonly string[]): (V | string)[] {
  if (typeof value !== "string") return [value];
  const lower = value.toLowerCase();
  const capital = lower.slice(0, 1).toUpperCase() + lower.slice(1);
  const listed = words.filter((word) => word.toLowerCase() === lower);
  return [...new Set([value, lower, value.toUpperCase(), capital, ...listed])];
}
