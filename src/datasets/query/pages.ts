import type { Row } from "../../render/document";
import { detailOrder, type OrderKey } from "./detail";
import type { Expression } from "./expression";
import type { Condition } from "./filters";
import type { RowSource } from "./source";
import { type Block, blocksSql } from "./sql/blocks";
import { layered } from "./sql/layers";
import { Parameters } from "./sql/parameters";
import { projectionSql } from "./sql/projection";
import { numberedSql, rowsSql } from "./sql/rows";
import { rowsPerPage, type TableRef } from "./table";

export interface RowQuery {
  readonly source: RowSource;
  readonly conditions: readonly Condition[];
  /** What a row is to hold, in order; none of them aggregates. */
  readonly columns: readonly Expression[];
  /** Empty: the rows' own order. */
  readonly order: readonly OrderKey[];
  /** By which rows the limit chooses those that are given; left out: as they stand. */
  readonly choice?: readonly OrderKey[] | null;
  /** How many fields a row has. */
  readonly width: number;
  readonly limit: number | null;
  readonly timeZone: string;
}

// D1 allows 2 MB a value; a page is a few such values, so that it stays small in memory too.
const VALUE_BYTES = 1_800_000;
const PAGE_BYTES = 2_000_000;
const PAGE_ROWS = 5_000;
/** What a page of rows of the usual length may hold when they are the longest ones instead. */
const MOST_PAGE_BYTES = 16_000_000;
/** Row numbers of a sorted result travel in values of this many numbers. */
const ORDER_BLOCK = 150_000;
const UNLIMITED = 1_000_000_000_000;

/** All fields of all rows, as they are. */
export const wholeRows = (
  table: TableRef,
  fields: readonly { readonly type: Expression["type"] }[],
): RowQuery => ({
  source: { kind: "table", table },
  conditions: [],
  columns: fields.map(({ type }, field) => ({ field, type })),
  order: [],
  width: fields.length,
  limit: null,
  timeZone: "UTC",
});

/** How many rows fulfil the conditions. No round trip when there are none. */
export async function countRows(
  db: D1Database,
  { source, conditions, timeZone }: Pick<RowQuery, "source" | "conditions" | "timeZone">,
): Promise<number> {
  if (conditions.length === 0 && source.kind === "table") return source.table.rowCount;
  const parameters = new Parameters();
  const { from, where } = rowsSql(source, conditions, timeZone, parameters);
  const found = await db
    .prepare(`SELECT count(*) AS n FROM ${from} WHERE ${where}`)
    .bind(...parameters.bound)
    .all<{ n: number }>();
  return found.results[0]?.n ?? 0;
}

/**
 * The rows of a query in pages, each one round trip. Time stays linear: without a sort each page begins where
 * the last one ended; with one the order is fetched once as row numbers and pages go by primary key. Rows at hand
 * are one page.
 */
export async function* readPages(db: D1Database, query: RowQuery): AsyncGenerator<Row[]> {
  const { source } = query;
  if (source.kind === "given") {
    yield* readGiven(db, query);
    return;
  }
  const { table } = source;
  const pageRows = rowsPerPage(table, PAGE_BYTES, PAGE_ROWS);
  if (query.order.length === 0) {
    yield* readInOrder(db, table, query, pageRows);
    return;
  }
  const order = await readOrder(db, query);
  for (let start = 0; start < order.length; ) {
    const page = await readByNumber(db, table, query, order.subarray(start, start + pageRows));
    if (page.length === 0) throw new Error("rows of the table are gone while they are read");
    yield page;
    start += page.length;
  }
}

/** Whether rows differ so much in length that a page of `rows` may have to end early. */
const isUneven = (table: TableRef, rows: number) => table.maxRowBytes * rows > MOST_PAGE_BYTES;

/** Of rows that `key` orders those that a page has room for, the first one in any case. */
const fittingSql = (rows: string, key: string) => `SELECT ${key}, data FROM (
    SELECT ${key}, data, sum(octet_length(data)) OVER (ORDER BY ${key} ROWS UNBOUNDED PRECEDING) AS bytes FROM (${rows})
  ) WHERE bytes <= ${PAGE_BYTES} OR bytes = octet_length(data)`;

/** Rows go in groups, each one value, so that no value can pass D1's limit even if every row were the longest. */
function rowsPerValue(table: TableRef, { columns }: RowQuery): number {
  const copies = 1 + columns.length - new Set(columns.map(({ field }) => field)).size;
  const longest = copies * Math.max(table.maxRowBytes + 1, 1);
  return Math.max(1, Math.min(PAGE_ROWS, Math.floor(VALUE_BYTES / longest)));
}

const bucketsOf = ({ columns }: RowQuery) => columns.filter(({ bucket }) => bucket !== undefined);

async function* readInOrder(
  db: D1Database,
  table: TableRef,
  query: RowQuery,
  pageRows: number,
): AsyncGenerator<Row[]> {
  const span = rowsPerValue(table, query);
  let after = 0;
  let wanted = query.limit ?? Number.POSITIVE_INFINITY;
  while (wanted > 0 && after < table.rowCount) {
    const size = Math.min(pageRows, wanted);
    const parameters = new Parameters();
    const { from, where } = rowsSql(query.source, query.conditions, query.timeZone, parameters);
    const usual = `SELECT n, data FROM ${from} WHERE ${where} AND n > ${parameters.own(after)}
      ORDER BY n LIMIT ${parameters.own(size)}`;
    const mayEndEarly = isUneven(table, size);
    const page = mayEndEarly ? fittingSql(usual, "n") : usual;
    const rows = layered({ from: `(${page})`, where: "1" }, "n, data", bucketsOf(query), query.timeZone);
    // Numbers are distinct, so any `span` consecutive ones hold at most `span` rows.
    const { results } = await db
      .prepare(
        `SELECT max(n) AS last, group_concat(r, ',' ORDER BY n) AS rows FROM (
          SELECT n, ${projectionSql(query.columns, query.width)} AS r FROM (${rows})
        ) GROUP BY n / ${span} ORDER BY n / ${span}`,
      )
      .bind(...parameters.bound)
      .all<{ last: number; rows: string }>();
    const read = results.flatMap((part) => JSON.parse(`[${part.rows}]`) as Row[]);
    if (read.length > 0) yield read;
    if (read.length < (mayEndEarly ? 1 : size)) return;
    wanted -= read.length;
    after = results.at(-1)?.last ?? table.rowCount;
  }
}

/** Rows with what they are ordered by; if a limit chooses by something else, only those. */
function chosenSql(
  query: RowQuery,
  kept: string,
  further: readonly Expression[],
  parameters: Parameters,
): string {
  const { source, conditions, order, choice, limit, timeZone } = query;
  const keys = [...order, ...(choice ?? [])].map(({ expression }) => expression);
  const rows = rowsSql(source, conditions, timeZone, parameters);
  const all = layered(rows, kept, [...further, ...keys], timeZone);
  if (!choice || limit === null) return all;
  return `SELECT * FROM (${all}) ORDER BY ${detailOrder(choice)} LIMIT ${parameters.own(limit)}`;
}

async function readOrder(db: D1Database, query: RowQuery): Promise<Uint32Array> {
  const parameters = new Parameters();
  const { results } = await db
    .prepare(
      `SELECT group_concat(n, ',' ORDER BY place) AS numbers, count(*) AS size FROM (
        SELECT n, row_number() OVER (ORDER BY ${detailOrder(query.order)}) - 1 AS place
        FROM (${chosenSql(query, "n", [], parameters)})
        ORDER BY place LIMIT ${parameters.own(query.limit ?? -1)}
      ) GROUP BY place / ${ORDER_BLOCK} ORDER BY place / ${ORDER_BLOCK}`,
    )
    .bind(...parameters.bound)
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
  const parameters = new Parameters();
  const wanted = numberedSql(table, `[${numbers.join(",")}]`, parameters);
  const usual = `SELECT place, data FROM ${wanted.from} WHERE ${wanted.where}`;
  const page = isUneven(table, numbers.length)
    ? { from: `(${fittingSql(usual, "place")})`, where: "1" }
    : wanted;
  const rows = layered(page, "place, data", bucketsOf(query), query.timeZone);
  const span = rowsPerValue(table, query);
  const { results } = await db
    .prepare(
      `SELECT group_concat(r, ',' ORDER BY place) AS rows FROM (
        SELECT place, ${projectionSql(query.columns, query.width)} AS r FROM (${rows})
      ) GROUP BY place / ${span} ORDER BY place / ${span}`,
    )
    .bind(...parameters.bound)
    .all<{ rows: string }>();
  return results.flatMap((part) => JSON.parse(`[${part.rows}]`) as Row[]);
}

/** Rows at hand are few: one page, of values that D1 allows. */
async function* readGiven(db: D1Database, query: RowQuery): AsyncGenerator<Row[]> {
  const parameters = new Parameters();
  const sql = blocksSql(
    `SELECT ${projectionSql(query.columns, query.width)} AS r, 0 AS total
      FROM (${chosenSql(query, "n, data", bucketsOf(query), parameters)})
      ORDER BY ${detailOrder(query.order)} LIMIT ${parameters.own(query.limit ?? -1)}`,
    parameters.own(UNLIMITED),
  );
  const { results } = await db
    .prepare(sql)
    .bind(...parameters.bound)
    .all<Block>();
  for (const block of results) yield JSON.parse(`[${block.rows}]`) as Row[];
}
