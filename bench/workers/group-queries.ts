import { insertBehind, RowChunker } from "../../src/datasets/insert";
import type { Expression, Selection } from "../../src/datasets/query/expression";
import { readGroups } from "../../src/datasets/query/groups";
import type { TableRef } from "../../src/datasets/query/table";
import { COLUMNS, sampleBatches } from "../data/sample-table";

/** Milliseconds of one question, asked of both. */
export interface GroupCost {
  readonly question: string;
  readonly groups: number;
  readonly ours: number;
  readonly typed: number;
}

interface Question {
  readonly name: string;
  readonly columns: readonly Expression[];
  /** How many of the columns are keys; they come first. */
  readonly keys: number;
  /** The same over a table made for these columns. */
  readonly typed: string;
}

const TABLE_ID = 1;

const of = (name: string, more: Pick<Expression, "aggregate" | "bucket"> = {}): Expression => {
  const field = COLUMNS.findIndex((column) => column.name === name);
  return { field, type: COLUMNS[field]?.type ?? "string", ...more };
};
const rowCount: Expression = { field: -1, type: "integer", aggregate: "count" };

const QUESTIONS: readonly Question[] = [
  {
    name: "sum by name",
    columns: [of("name"), of("revenue", { aggregate: "sum" })],
    keys: 1,
    typed: "SELECT name, sum(revenue) FROM t GROUP BY name ORDER BY name",
  },
  {
    name: "five aggregates by name",
    columns: [
      of("name"),
      rowCount,
      of("revenue", { aggregate: "sum" }),
      of("score", { aggregate: "avg" }),
      of("seen_at", { aggregate: "max" }),
      of("since", { aggregate: "count_distinct" }),
    ],
    keys: 1,
    typed: `SELECT name, count(*), sum(revenue), avg(score), max(seen_at), count(DISTINCT since)
      FROM t GROUP BY name ORDER BY name`,
  },
  {
    name: "sum by month",
    columns: [of("seen_at", { bucket: "month" }), of("revenue", { aggregate: "sum" })],
    keys: 1,
    typed:
      "SELECT substr(seen_at, 1, 7) || '-01' AS month, sum(revenue) FROM t GROUP BY month ORDER BY month",
  },
  {
    name: "count by week and name",
    columns: [of("since", { bucket: "week" }), of("name"), rowCount],
    keys: 2,
    typed: `SELECT date(since, 'weekday 0', '-6 days') AS week, name, count(*)
      FROM t GROUP BY week, name ORDER BY week, name`,
  },
];

/** Stores the sample table both ways: as we do, and in a table made for its columns. */
export async function storeBoth(db: D1Database, rows: number, withTyped: boolean): Promise<TableRef> {
  await db.batch(
    [
      "DROP TABLE IF EXISTS rows",
      "DROP TABLE IF EXISTS t",
      "CREATE TABLE rows (table_id INTEGER NOT NULL, n INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (table_id, n)) WITHOUT ROWID",
      "DROP TABLE IF EXISTS tables",
      "CREATE TABLE tables (id INTEGER PRIMARY KEY, row_count INTEGER NOT NULL DEFAULT 0, dropped_at TEXT)",
      `INSERT INTO tables (id) VALUES (${TABLE_ID})`,
      `CREATE TABLE t (n INTEGER PRIMARY KEY, ${COLUMNS.map(({ name }) => name).join(", ")})`,
    ].map((sql) => db.prepare(sql)),
  );
  const chunker = new RowChunker();
  const table = { tableId: TABLE_ID, rowCount: 0, byteCount: 0, maxRowBytes: 0 };
  const cells = COLUMNS.map((_, at) => `value ->> ${at}`).join(", ");
  const store = async (chunk: ReturnType<RowChunker["take"]>) => {
    if (!chunk) return;
    await insertBehind(db, TABLE_ID, table.rowCount, chunk).run();
    const insert = db.prepare(`INSERT INTO t SELECT ?1 + key + 1, ${cells} FROM json_each(?2)`);
    if (withTyped) await insert.bind(table.rowCount, chunk.json).run();
    table.rowCount += chunk.rows;
    table.byteCount += chunk.bytes;
    table.maxRowBytes = Math.max(table.maxRowBytes, chunk.maxRowBytes);
  };
  for (const batch of sampleBatches(rows)) for (const row of batch) await store(chunker.add(row));
  await store(chunker.take());
  return table;
}

/** Each question to the product's query and to the typed table, one after the other, in medians. */
export async function compareGroups(db: D1Database, rows: number): Promise<GroupCost[]> {
  const table = await storeBoth(db, rows, true);
  const costs: GroupCost[] = [];
  for (const question of QUESTIONS) {
    const times = { ours: [] as number[], typed: [] as number[] };
    let groups = 0;
    for (let round = 0; round < 5; round += 1) {
      times.ours.push(
        await timed(async () => {
          groups = (await readAll(db, table, question)).groups;
        }),
      );
      times.typed.push(await timed(() => db.prepare(question.typed).all()));
    }
    costs.push({ question: question.name, groups, ours: middle(times.ours), typed: middle(times.typed) });
  }
  return costs;
}

/** Every row of a stored table a group of its own, read to the end and thrown away. */
export async function manyGroups(db: D1Database, table: TableRef): Promise<{ ms: number; groups: number }> {
  const columns = [of("id"), of("revenue", { aggregate: "sum" }), of("name", { aggregate: "max" })];
  let groups = 0;
  const ms = await timed(async () => {
    groups = (await readAll(db, table, { columns, keys: 1 })).groups;
  });
  return { ms, groups };
}

async function readAll(
  db: D1Database,
  table: TableRef,
  { columns, keys }: Pick<Question, "columns" | "keys">,
) {
  const selection: Selection = {
    columns: columns.map((expression) => ({ expression })),
    group: Array.from({ length: keys }, (_, at) => at),
    aggregated: true,
    totals: false,
    sort: [],
  };
  const query = { source: { kind: "table" as const, table }, conditions: [], selection, timeZone: "UTC" };
  const range = { depth: keys, isSummary: false, limit: Number.MAX_SAFE_INTEGER, visible: null };
  let groups = 0;
  for await (const batch of (await readGroups(db, query, range)).rows) groups += batch.length;
  return { groups };
}

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
