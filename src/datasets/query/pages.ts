import type { Row } from "../../render/document";
import { compileConditions, compileOrder, compileProjection, type SortKey } from "./compile";
import type { Condition } from "./filters";

/** A table of rows as a reader sees it: nothing above `rowCount` is there yet. */
export interface TableRef {
  readonly tableId: number;
  readonly rowCount: number;
  /** Bytes of all rows and of the longest one, for sizing pages. */
  readonly byteCount: number;
  readonly maxRowBytes: number;
}

export interface RowQuery {
  readonly conditions: readonly Condition[];
  readonly sort: readonly SortKey[];
  /** Positions of the wanted fields, in order. */
  readonly fields: readonly number[];
  /** How many fields a row has. */
  readonly width: number;
  readonly limit: number | null;
}

// D1 allows 2 MB a value; a page is a few such values, so that it stays small in memory too.
const VALUE_BYTES = 1_800_000;
const PAGE_BYTES = 2_000_000;
const PAGE_ROWS = 5_000;
/** Row numbers of a sorted result travel in values of this many numbers. */
const ORDER_BLOCK = 150_000;

/** One table's size, or null when it is gone. One round trip. */
export async function readTableRef(db: D1Database, tableId: number): Promise<TableRef | null> {
  const found = await db
    .prepare("SELECT row_count, byte_count, max_row_bytes FROM tables WHERE id = ?")
    .bind(tableId)
    .all<{ row_count: number; byte_count: number; max_row_bytes: number }>();
  const row = found.results[0];
  return row
    ? { tableId, rowCount: row.row_count, byteCount: row.byte_count, maxRowBytes: row.max_row_bytes }
    : null;
}

/** How many rows fulfil the conditions. No round trip when there are none. */
export async function countRows(
  db: D1Database,
  table: TableRef,
  conditions: readonly Condition[],
): Promise<number> {
  if (conditions.length === 0) return table.rowCount;
  const where = compileConditions(conditions);
  const found = await db
    .prepare(`SELECT count(*) AS n FROM rows WHERE table_id = ? AND n <= ? AND ${where.text}`)
    .bind(table.tableId, table.rowCount, ...where.params)
    .all<{ n: number }>();
  return found.results[0]?.n ?? 0;
}

/**
 * The rows of a query in pages, each one round trip. Time stays linear: without a sort each page begins where
 * the last one ended; with one the order is fetched once as row numbers and pages go by primary key.
 */
export async function* readPages(db: D1Database, table: TableRef, query: RowQuery): AsyncGenerator<Row[]> {
  const pageRows = rowsPerPage(table);
  if (query.sort.length === 0) {
    yield* readInOrder(db, table, query, pageRows);
    return;
  }
  const order = await readOrder(db, table, query);
  for (let start = 0; start < order.length; start += pageRows) {
    yield await readByNumber(db, table, query, order.subarray(start, start + pageRows));
  }
}

function rowsPerPage(table: TableRef): number {
  const average = table.rowCount > 0 ? table.byteCount / table.rowCount : 0;
  return Math.max(1, Math.min(PAGE_ROWS, Math.floor(PAGE_BYTES / Math.max(average, 1))));
}

/** Rows go in groups, each one value, so that no value can pass D1's limit even if every row were the longest. */
function rowsPerValue(table: TableRef): number {
  return Math.max(1, Math.min(PAGE_ROWS, Math.floor(VALUE_BYTES / Math.max(table.maxRowBytes + 1, 1))));
}

async function* readInOrder(
  db: D1Database,
  table: TableRef,
  query: RowQuery,
  pageRows: number,
): AsyncGenerator<Row[]> {
  const where = compileConditions(query.conditions);
  // Numbers are distinct, so any `span` consecutive ones hold at most `span` rows.
  const sql = `SELECT max(n) AS last, group_concat(r, ',' ORDER BY n) AS rows FROM (
    SELECT n, ${compileProjection(query.fields, query.width)} AS r FROM rows
    WHERE table_id = ? AND n > ? AND n <= ? AND ${where.text} ORDER BY n LIMIT ?
  ) GROUP BY n / ? ORDER BY n / ?`;
  const span = rowsPerValue(table);
  let after = 0;
  let wanted = query.limit ?? Number.POSITIVE_INFINITY;
  while (wanted > 0 && after < table.rowCount) {
    const size = Math.min(pageRows, wanted);
    const { results } = await db
      .prepare(sql)
      .bind(table.tableId, after, table.rowCount, ...where.params, size, span, span)
      .all<{ last: number; rows: string }>();
    const rows = results.flatMap((part) => JSON.parse(`[${part.rows}]`) as Row[]);
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
    wanted -= rows.length;
    after = results.at(-1)?.last ?? table.rowCount;
  }
}

async function readOrder(db: D1Database, table: TableRef, query: RowQuery): Promise<Uint32Array> {
  const where = compileConditions(query.conditions);
  const { results } = await db
    .prepare(
      `SELECT group_concat(n, ',' ORDER BY place) AS numbers, count(*) AS size FROM (
        SELECT n, row_number() OVER (ORDER BY ${compileOrder(query.sort)}) - 1 AS place
        FROM rows WHERE table_id = ? AND n <= ? AND ${where.text} ORDER BY place LIMIT ?
      ) GROUP BY place / ? ORDER BY place / ?`,
    )
    .bind(table.tableId, table.rowCount, ...where.params, query.limit ?? -1, ORDER_BLOCK, ORDER_BLOCK)
    .all<{ numbers: string; size: number }>();
  const order = new Uint32Array(results.reduce((total, { size }) => total + size, 0));
  let filled = 0;
  for (const { numbers, size } of results) {
    order.set(JSON.parse(`[${numbers}]`) as number[], filled);
    filled += size;
  }
  return order;
}

async function readByNumber(
  db: D1Database,
  table: TableRef,
  query: RowQuery,
  numbers: Uint32Array,
): Promise<Row[]> {
  const { results } = await db
    .prepare(
      `SELECT group_concat(r, ',' ORDER BY place) AS rows FROM (
        SELECT wanted.key AS place, ${compileProjection(query.fields, query.width)} AS r
        FROM json_each(?) AS wanted CROSS JOIN rows ON rows.table_id = ? AND rows.n = wanted.value
      ) GROUP BY place / ? ORDER BY place / ?`,
    )
    .bind(`[${numbers.join(",")}]`, table.tableId, rowsPerValue(table), rowsPerValue(table))
    .all<{ rows: string }>();
  return results.flatMap((part) => JSON.parse(`[${part.rows}]`) as Row[]);
}
