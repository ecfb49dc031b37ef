import { insertBehind, RowChunker } from "../../src/datasets/insert";
import { inspectTable, readTable } from "../../src/datasets/read";
import { StatisticsCollector } from "../../src/datasets/statistics/collect";
import { csvPieces } from "../data/csv";

/** Milliseconds of each part of an import when it is done alone, making the CSV taken off. */
export interface ImportStages {
  readonly bytes: number;
  readonly inspect: number;
  readonly read: number;
  readonly statistics: number;
  readonly chunk: number;
  readonly insert: number;
}

/** The parts of an import one after the other, over a wide CSV that is made anew for each. */
export async function importStages(db: D1Database, rows: number): Promise<ImportStages> {
  const encoder = new TextEncoder();
  let bytes = 0;
  const open = async () => {
    const pieces = csvPieces(rows, { wide: true });
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        const { done, value } = pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
    });
  };

  const make = await timed(async () => {
    bytes = 0;
    for await (const piece of (await open()) as unknown as AsyncIterable<Uint8Array>) bytes += piece.length;
  });
  const form = await inspectTable(open, {});
  const inspect = await timed(() => inspectTable(open, {}));

  const read = await timed(async () => {
    for await (const _ of readTable(open, form));
  });
  const statistics = await timed(async () => {
    const collector = new StatisticsCollector(form.fields);
    for await (const batch of readTable(open, form)) collector.add(batch.rows);
    collector.result();
  });
  const chunk = await timed(async () => {
    const chunker = new RowChunker();
    for await (const batch of readTable(open, form)) for (const row of batch.rows) chunker.add(row);
  });
  let table = 0;
  await db.exec("DROP TABLE IF EXISTS rows");
  await db.exec(
    "CREATE TABLE rows (table_id INTEGER NOT NULL, n INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (table_id, n)) WITHOUT ROWID",
  );
  await db.exec("DROP TABLE IF EXISTS tables");
  await db.exec(
    "CREATE TABLE tables (id INTEGER PRIMARY KEY, row_count INTEGER NOT NULL DEFAULT 0, dropped_at TEXT)",
  );
  const insert = await timed(async () => {
    table += 1;
    await db.prepare("INSERT INTO tables (id) VALUES (?)").bind(table).run();
    const chunker = new RowChunker();
    let after = 0;
    const write = async (full: ReturnType<RowChunker["take"]>) => {
      if (!full) return;
      await insertBehind(db, table, after, full).run();
      after += full.rows;
    };
    for await (const batch of readTable(open, form))
      for (const row of batch.rows) await write(chunker.add(row));
    await write(chunker.take());
  });
  return {
    bytes,
    inspect: inspect - make,
    read: read - make,
    statistics: statistics - read,
    chunk: chunk - read,
    insert: insert - chunk,
  };
}

/** The fastest of three times: differences of these are compared. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i += 1) {
    const begin = performance.now();
    await work();
    fastest = Math.min(fastest, performance.now() - begin);
  }
  return fastest;
}
