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
  /** Pages before this one. */
  readonly pagesBefore: number;
  /** Rows of a page; of very long rows a page holds fewer. */
  readonly pageSize: number;
}

/** A page is held as a whole, twice over while its answer is made. */
const PAGE_BYTES = 4_000_000;

/** A page of a table as it is now, with the row behind it if there is one, and how many fulfil the conditions. One round trip. */
export async function browseRows(
  db: D1Database,
  query: BrowseQuery,
): Promise<{ total: number; pageSize: number; rows: { n: number; row: Row }[] }> {
  const [counted, found] = await db.batch<{ total: number; size: number } & { n: number; r: string }>([
    countStatement(db, query),
    pageStatement(db, query),
  ]);
  return {
    total: counted?.results[0]?.total ?? 0,
    pageSize: counted?.results[0]?.size ?? query.pageSize,
    rows: (found?.results ?? []).map(({ n, r }) => ({ n, row: JSON.parse(r) as Row })),
  };
}

function countStatement(db: D1Database, query: BrowseQuery): D1PreparedStatement {
  const parameters = new Parameters();
  const size = sizeSql(query, parameters);
  const { from, where } =
    query.conditions.length === 0
      ? { from: "tables", where: `id = ${parameters.own(query.tableId)}` }
      : presentSql(query, parameters);
  const total = query.conditions.length === 0 ? "row_count" : "count(*)";
  return db
    .prepare(`SELECT ${total} AS total, ${size} AS size FROM ${from} WHERE ${where}`)
    .bind(...parameters.bound);
}

function pageStatement(db: D1Database, query: BrowseQuery): D1PreparedStatement {
  const parameters = new Parameters();
  const { from, where } = presentSql(query, parameters);
  const behind = { from, where: `${where} AND n > ${parameters.own(query.after)}` };
  const expressions = [...query.columns, ...query.order.map(({ expression }) => expression)];
  const named = expressions.filter(({ bucket }, at) => bucket !== undefined || at >= query.columns.length);
  const size = sizeSql(query, parameters);
  const limit = `LIMIT ${size} + 1 OFFSET ${size} * ${parameters.own(query.pagesBefore)}`;
  return db
    .prepare(
      `SELECT n, ${projectionSql(query.columns, query.width)} AS r
       FROM (${layered(behind, "n, data", named, query.timeZone)}) ORDER BY ${detailOrder(query.order)} ${limit}`,
    )
    .bind(...parameters.bound);
}

/** As many of the table's longest rows as a page may have bytes, so that all its pages are alike. */
function sizeSql({ tableId, pageSize }: BrowseQuery, parameters: Parameters): string {
  const most = `max(1, min(${parameters.own(pageSize)}, ${PAGE_BYTES} / max(1, max_row_bytes)))`;
  return `(SELECT ${most} FROM tables WHERE id = ${parameters.own(tableId)})`;
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
