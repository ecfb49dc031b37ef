import type { Expression } from "../expression";
import { momentKey } from "./cells";
import { columnOf } from "./layers";

/** Of an aggregate: what is shown, for `json_array`, and what it is ordered by. */
export interface AggregateSql {
  readonly shown: string;
  readonly sorted: string;
}

/** The largest sum that surely is what a double can hold, and where 64 bits end. */
const SURE = "9007199254740991";
const SIXTY_FOUR_BITS = "9e18";

/**
 * One value over the rows of a group; null when none of them has a value, but counts are 0. Sums and averages of
 * numbers are decimal: 0.1 and 0.2 are 0.3. A sum of integers that no double holds is the text of its digits.
 */
export function aggregateSql(expression: Expression): AggregateSql {
  const { aggregate, type } = expression;
  const value = expression.field < 0 ? "*" : columnOf(expression);
  switch (aggregate) {
    case "count":
      return plain(`count(${value})`);
    case "count_distinct":
      return plain(`count(DISTINCT ${value})`);
    case "sum":
      return type === "integer" ? integerSum(value) : plain(decimalSum(value));
    case "avg":
      return plain(average(value, type === "integer" ? `total(${value})` : decimalSum(value)));
    case "min":
    case "max":
      return extreme(aggregate, value, type);
    case undefined:
      throw new Error("an expression of a group must aggregate");
  }
}

const plain = (sql: string): AggregateSql => ({ shown: sql, sorted: sql });

/**
 * SQLite sums doubles with compensation (Neumaier, 1974); rounded to as many decimals as the summands have, or a
 * few more, the sum is that of the decimals (see ExactSum). Longer fractions are no amounts and are not rounded.
 * Null beyond what a double holds.
 */
function decimalSum(value: string): string {
  const total = `total(${value})`;
  const decimals = `max(${decimalsOf(value)})`;
  const sum = `iif(${decimals} <= ${MOST_DECIMALS}, round(${total}, ${decimals}), ${total})`;
  return `CASE WHEN count(${value}) > 0 AND abs(${total}) < 9e999 THEN ${sum} END`;
}

const DECIMALS = [2, 4, 6, 9, 12];
const MOST_DECIMALS = 12;

function decimalsOf(value: string): string {
  const fits = (places: number) =>
    `WHEN round(${value} * 1e${places}) / 1e${places} = ${value} THEN ${places}`;
  return `CASE ${DECIMALS.map(fits).join(" ")} WHEN ${value} IS NULL THEN 0 ELSE ${MOST_DECIMALS + 1} END`;
}

/** In two halves, so that 64 bits do not overflow, which would be an error. */
function integerSum(value: string): AggregateSql {
  const total = `total(${value})`;
  const exact = `sum(${value} >> 30) * 1073741824 + sum(${value} & 1073741823)`;
  const shown = `CASE WHEN count(${value}) = 0 THEN NULL
    WHEN abs(${total}) <= ${SURE} THEN CAST(${total} AS INTEGER)
    WHEN abs(${total}) < ${SIXTY_FOUR_BITS} THEN CAST(${exact} AS TEXT)
    ELSE ${total} END`;
  return { shown, sorted: `iif(count(${value}) = 0, NULL, ${total})` };
}

/** To 15 digits, which is what a double holds: more would show 0.3 / 3 as 0.09999999999999999. */
const average = (value: string, sum: string) =>
  `CASE WHEN ${sum} IS NOT NULL AND count(${value}) > 0 THEN CAST(format('%.15g', ${sum} / count(${value})) AS REAL) END`;

/** The first or last in the order in which the type is sorted. */
function extreme(aggregate: "min" | "max", value: string, type: Expression["type"]): AggregateSql {
  if (type === "string") return plain(`${aggregate}(${value} COLLATE NOCASE)`);
  if (type === "datetime") {
    const both = `${aggregate}(${momentKey(value)} || ' ' || ${value})`;
    return { shown: `substr(${both}, instr(${both}, ' ') + 1)`, sorted: both };
  }
  return plain(`${aggregate}(${value})`);
}
