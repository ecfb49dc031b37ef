import { BUCKETS, type Expression } from "../expression";
import { bucketSql, daySql } from "./buckets";
import { cellValue } from "./cells";

/** The column of {@link layered} that holds what an expression is of: `f3`, or `b3_2` for its months. */
export function columnOf({ field, bucket }: Expression): string {
  return bucket === undefined ? `f${field}` : `b${field}_${BUCKETS.indexOf(bucket)}`;
}

/**
 * Rows with each value taken out of `data` once: a table with the columns of `kept` and one for each expression.
 * `LIMIT -1` keeps SQLite from putting the text of an expression wherever its column is named, which would
 * evaluate it anew each time.
 */
export function layered(
  rows: { readonly from: string; readonly where: string },
  kept: string,
  expressions: readonly Expression[],
  timeZone: string,
): string {
  const used = expressions.filter(({ field }) => field >= 0);
  const bucketed = used.filter(({ bucket }) => bucket !== undefined);
  const values = used.map(({ field }) => `${cellValue(field)} AS f${field}`);
  const days = bucketed
    .filter(({ type }) => type === "datetime")
    .map(({ field }) => `${daySql(`f${field}`, timeZone)} AS d${field}`);
  const buckets = bucketed.map((expression) => {
    const { field, type, bucket = "day" } = expression;
    return `${bucketSql(`${type === "datetime" ? "d" : "f"}${field}`, bucket)} AS ${columnOf(expression)}`;
  });
  const bare = `SELECT ${[kept, ...distinct(values)].join(", ")} FROM ${rows.from} WHERE ${rows.where}`;
  if (values.length === 0) return bare;
  return [days, buckets]
    .filter((columns) => columns.length > 0)
    .reduce(
      (inner, columns) => `SELECT *, ${distinct(columns).join(", ")} FROM (${inner}) LIMIT -1`,
      `${bare} LIMIT -1`,
    );
}

const distinct = (texts: readonly string[]) => [...new Set(texts)];
