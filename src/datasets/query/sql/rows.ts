import type { Condition } from "../filters";
import type { RowSource } from "../source";
import type { TableRef } from "../table";
import { conditionsSql } from "./conditions";
import type { Parameters } from "./parameters";

/** What stands behind `FROM` and `WHERE` of a statement that reads rows: their columns are `n` and `data`. */
export interface RowsSql {
  readonly from: string;
  readonly where: string;
}

/** The rows that fulfil the conditions. */
export function rowsSql(
  source: RowSource,
  conditions: readonly Condition[],
  timeZone: string,
  parameters: Parameters,
): RowsSql {
  const wanted = conditionsSql(conditions, timeZone, parameters);
  if (source.kind === "given") return { from: givenSql(source.parts, parameters), where: wanted };
  const { tableId, rowCount } = source.table;
  return {
    from: "rows",
    where: `table_id = ${parameters.own(tableId)} AND n <= ${parameters.own(rowCount)} AND ${wanted}`,
  };
}

/** Rows by their numbers, a JSON list; `place` is where each stands in it, from 0. */
export function numberedSql(table: TableRef, numbers: string, parameters: Parameters): RowsSql {
  const list = `(SELECT key AS place, value AS number FROM json_each(${parameters.own(numbers)}))`;
  const join = `rows.table_id = ${parameters.own(table.tableId)} AND rows.n = wanted.number`;
  return { from: `${list} AS wanted CROSS JOIN rows ON ${join}`, where: "1" };
}

/** Rows that come with the statement are numbered in their order, though not without gaps. */
function givenSql(parts: readonly string[], parameters: Parameters): string {
  const values = parts.map((part, at) => `(${at}, ${parameters.own(part)})`).join(", ");
  return `(SELECT part.column1 * 1000000 + row.key + 1 AS n, row.value AS data
    FROM (VALUES ${values}) AS part, json_each(part.column2) AS row)`;
}
