import { hasPlainColumns } from "./plain-columns";

/**
 * What the D1 calls of one request cost. `calls` counts round trips: a batch is one. The rows are those that D1 told
 * of: it says nothing of a single statement whose columns can only be had as arrays (see `raw`).
 */
export interface D1Cost {
  calls: number;
  rowsRead: number;
  rowsWritten: number;
  milliseconds: number;
}

export const noCost = (): D1Cost => ({ calls: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0 });

/** The same binding, adding what each call costs to `cost`. Drizzle and plain statements both go through it. */
export function countedD1(database: D1Database, cost: D1Cost): D1Database {
  const measured = async <T>(call: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    cost.calls += 1;
    try {
      const result = await call();
      for (const { meta } of [result].flat() as { meta?: D1Meta }[]) {
        cost.rowsRead += meta?.rows_read ?? 0;
        cost.rowsWritten += meta?.rows_written ?? 0;
      }
      return result;
    } finally {
      cost.milliseconds += performance.now() - start;
    }
  };

  const originals = new WeakMap<object, D1PreparedStatement>();
  const wrap = (sql: string, statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(sql, statement.bind(...values)),
      all: () => measured(() => statement.all()),
      run: () => measured(() => statement.run()),
      // `first` and `raw` carry no meta, so they are taken from `all`, which does, where that gives the same.
      first: async (column?: string) => {
        const { results } = await measured(() => statement.all<Record<string, unknown>>());
        const row = results[0] ?? null;
        return column === undefined || row === null ? row : (row[column] ?? null);
      },
      raw: async (options?: { columnNames?: false }) => {
        if (options?.columnNames || !hasPlainColumns(sql)) return measured(() => statement.raw(options));
        const { results } = await measured(() => statement.all<Record<string, unknown>>());
        return results.map((row) => Object.values(row));
      },
    } as unknown as D1PreparedStatement;
    originals.set(wrapped, statement);
    return wrapped;
  };

  return {
    prepare: (sql: string) => wrap(sql, database.prepare(sql)),
    batch: (statements: D1PreparedStatement[]) =>
      measured(() => database.batch(statements.map((statement) => originals.get(statement) ?? statement))),
    exec: (sql: string) => measured(() => database.exec(sql)),
    withSession: (constraint?: string) => database.withSession(constraint),
    dump: () => database.dump(),
  } as D1Database;
}
