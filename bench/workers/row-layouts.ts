import type { Row } from "../../src/render/document";
import { COLUMNS } from "../data/sample-table";

/** Milliseconds of each operation, and bytes on disk. */
export interface LayoutCost {
  readonly layout: string;
  readonly insert: number;
  readonly group: number;
  readonly sort: number;
  readonly bytes: number;
}

interface Layout {
  readonly name: string;
  readonly create: string;
  readonly insert: string;
  /** The columns `name`, `revenue`, `seen_at`, as SQL. */
  readonly column: (name: string) => string;
}

const position = (name: string) => COLUMNS.findIndex((column) => column.name === name);
const sqlType = {
  string: "TEXT",
  integer: "INTEGER",
  number: "REAL",
  boolean: "INTEGER",
  date: "TEXT",
  datetime: "TEXT",
};

/** Ours is `migrations/rows`; the other is what a table for these very columns would be. */
const LAYOUTS: readonly Layout[] = [
  {
    name: "JSONB array (ours)",
    create:
      "CREATE TABLE t (table_id INTEGER NOT NULL, n INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (table_id, n)) WITHOUT ROWID",
    insert: "INSERT INTO t SELECT 1, ?1 + key + 1, jsonb(value) FROM json_each(?2)",
    column: (name) => `data ->> ${position(name)}`,
  },
  {
    name: "typed columns",
    create: `CREATE TABLE t (table_id INTEGER NOT NULL, n INTEGER NOT NULL,
      ${COLUMNS.map(({ name, type }) => `${name} ${sqlType[type]}`).join(", ")}, PRIMARY KEY (table_id, n)) WITHOUT ROWID`,
    insert: `INSERT INTO t SELECT 1, ?1 + key + 1, ${COLUMNS.map((_, at) => `value ->> ${at}`).join(", ")} FROM json_each(?2)`,
    column: (name) => name,
  },
];

const CHUNK_ROWS = 8_000;

/** Inserts, groups and sorts the same rows in both layouts, in an otherwise empty database. */
export async function compareLayouts(db: D1Database, batches: readonly Row[][]): Promise<LayoutCost[]> {
  const rows = batches.flat();
  const chunks: string[] = [];
  for (let at = 0; at < rows.length; at += CHUNK_ROWS)
    chunks.push(JSON.stringify(rows.slice(at, at + CHUNK_ROWS)));
  const costs: LayoutCost[] = [];
  for (const layout of LAYOUTS) costs.push(await measureLayout(db, layout, chunks));
  return costs;
}

async function measureLayout(db: D1Database, layout: Layout, chunks: readonly string[]): Promise<LayoutCost> {
  const run = (sql: string, ...params: (string | number)[]) =>
    db
      .prepare(sql)
      .bind(...params)
      .run();
  await run("DROP TABLE IF EXISTS t");
  const empty = (await run(layout.create)).meta.size_after ?? 0;
  const { column } = layout;
  let size = empty;
  const insert = await timed(async () => {
    for (const [index, chunk] of chunks.entries()) {
      size = (await run(layout.insert, index * CHUNK_ROWS, chunk)).meta.size_after ?? size;
    }
  });
  const group = await timed(() =>
    run(`SELECT count(*), sum(total) FROM (SELECT ${column("name")} AS k, sum(${column("revenue")}) AS total
      FROM t WHERE table_id = 1 GROUP BY k)`),
  );
  const sort = await timed(() =>
    run(`SELECT sum(n * place) FROM (SELECT n, row_number() OVER (ORDER BY ${column("seen_at")}, n) AS place
      FROM t WHERE table_id = 1)`),
  );
  await run("DROP TABLE t");
  return { layout: layout.name, insert, group, sort, bytes: size - empty };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
