import type { Row } from "../../render/document";
import { detailOrder } from "./detail";
import type { RowQuery } from "./pages";
import { conditionsSql } from "./sql/conditions";
import { layered } from "./sql/layers";
import { Parameters } from "./sql/parameters";
import { projectionSql } from "./sql/projection";
import type { RowsSql } from "./sql/rows";

export interface BrowseQuery extends Omit<RowQuery, "source" | "limit"> {
  readonly tableId: number;
  /** Only rows behind this one, in their own order; 0 is before all. */
  readonly after: number;
  readonly limit: number;
  readonly offset: number;
}

/** Some rows of a table as it is now, and how many fulfil the conditions. One round trip. */
export async function browseRows(
  db: D1Database,
  query: BrowseQuery,
): Promise<{ total: number; rows: { n: number; row: Row }[] }> {
  const [counted, found] = await db.batch<{ total: number } & { n: number; r: string }>([
    countStatement(db, query),
    pageStatement(db, query),
  ]);
  return {
    total: counted?.results[0]?.total ?? 0,
    rows: (found?.results ?? []).map(({ n, r }) => ({ n, row: JSON.parse(r) as Row })),
  };
}

function countStatement(db: D1Database, query: BrowseQuery): D1PreparedStatement {
  if (query.conditions.length === 0)
    return db.prepare("SELECT row_count AS total FROM tables WHERE id = ?").bind(query.tableId);
  const parameters = new Parameters();
  const { from, where } = presentSql(query, parameters);
  return db.prepare(`SELECT count(*) AS total FROM ${from} WHERE ${where}`).bind(...parameters.bound);
}

function pageStatement(db: D1Database, query: BrowseQuery): D1PreparedStatement {
  const parameters = new Parameters();
  const { from, where } = presentSql(query, parameters);
  const behind = { from, where: `${where} AND n > ${parameters.own(query.after)}` };
  const expressions = [...query.columns, ...query.order.map(({ expression }) => expression)];
  const named = expressions.filter(({ bucket }, at) => bucket !== undefined || at >= query.columns.length);
  const limit = `LIMIT ${parameters.own(query.limit)} OFFSET ${parameters.own(query.offset)}`;
  return db
    .prepare(
      `SELECT n, ${projectionSql(query.columns, query.width)} AS r
       FROM (${layered(behind, "n, data", named, query.timeZone)}) ORDER BY ${detailOrder(query.order)} ${limit}`,
    )
    .bind(...parameters.bound);
}

/** The rows of a table that readers may see now. */
function presentSql({ tableId, conditions, timeZone }: BrowseQuery, parameters: Parameters): RowsSql {
  const id = parameters.own(tableId);
  const wanted = conditionsSql(conditions, timeZone, parameters);
  return {
    from: "rows",
    where: `table_id = ${id} AND n <= (SELECT row_count FROM tables WHERE id = ${id}) AND ${wanted}`,
  };
}
