import type { Expression } from "../expression";
import { momentKey } from "./cells";
import { columnOf } from "./layers";

/** Of an aggregate: what is shown, for `json_array`, and what it is ordered by. */
export interface AggregateSql {
  readonly shown: string;
  readonly sorted: string;
  /** How many different functions over the rows both have. */
  readonly functions: number;
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
      return type === "integer" ? integerSum(value) : plain(decimalSum(value), 2);
    case "avg":
      return type === "integer"
        ? plain(average(`avg(${value})`))
        : plain(average(`${decimalSum(value)} / count(${value})`), 3);
    case "min":
    case "max":
      return extreme(aggregate, value, type);
    case undefined:
      throw new Error("an expression of a group must aggregate");
  }
}

const plain = (sql: string, functions = 1): AggregateSql => ({ shown: sql, sorted: sql, functions });

/**
 * SQLite sums doubles with compensation (Neumaier, 1974); rounded to as many decimals as the summands have, or a
 * few more, the sum is that of the decimals (see ExactSum). Longer fractions are no amounts and are not rounded.
 * Null beyond what a double holds. D1 takes 100 KB of SQL, so the longest part stands in it once.
 */
function decimalSum(value: string): string {
  const sum = `sum(${value} * 1.0)`; // of integers it would be one, and overflow
  const rounded = `round(${sum}, nullif(max(${decimalsOf(value)}), ${TOO_MANY}))`;
  return `CASE WHEN abs(${sum}) < 9e999 THEN coalesce(${rounded}, ${sum}) END`;
}

const DECIMALS = [2, 4, 6, 9, 12];
const TOO_MANY = 13;

function decimalsOf(value: string): string {
  const fits = (places: number) =>
    `WHEN round(${value} * 1e${places}) / 1e${places} = ${value} THEN ${places}`;
  return `CASE ${DECIMALS.map(fits).join(" ")} WHEN ${value} IS NOT NULL THEN ${TOO_MANY} END`;
}

/** In two halves, so that 64 bits do not overflow, which would be an error. */
function integerSum(value: string): AggregateSql {
  const [high, low] = [`sum(${value} >> 30)`, `sum(${value} & 1073741823)`];
  const about = `(${high} * 1073741824.0 + ${low})`;
  const exact = `(${high} * 1073741824 + ${low})`;
  const shown = `CASE WHEN abs(${about}) <= ${SURE} THEN ${exact}
    WHEN abs(${about}) < ${SIXTY_FOUR_BITS} THEN CAST(${exact} AS TEXT) ELSE ${about} END`;
  return { shown, sorted: about, functions: 2 };
}

/** To 15 digits, which is what a double holds: more would show 0.3 / 3 as 0.09999999999999999. */
const average = (mean: string) =>
  `CASE WHEN ${mean} IS NOT NULL THEN CAST(format('%.15g', ${mean}) AS REAL) END`;

/** The first or last in the order in which the type is sorted. */
function extreme(aggregate: "min" | "max", value: string, type: Expression["type"]): AggregateSql {
  if (type === "string") return plain(`${aggregate}(${value} COLLATE NOCASE)`);
  if (type === "datetime") {
    const both = `${aggregate}(${momentKey(value)} || ' ' || ${value})`;
    return { shown: `substr(${both}, instr(${both}, ' ') + 1)`, sorted: both, functions: 1 };
  }
  return plain(`${aggregate}(${value})`);
}
