interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** One round trip: a statement alone, or a batch. */
export interface D1Call {
  readonly database: "DB" | "ROWS_0";
  readonly statements: readonly Statement[];
}

/** The binding, noting each round trip in `calls`. Knows what the product uses: `prepare`, `bind`, `all`, `run`, `batch`. */
export function recordingD1(binding: D1Database, database: D1Call["database"], calls: D1Call[]): D1Database {
  const known = new WeakMap<object, { own: D1PreparedStatement; statement: Statement }>();
  const wrap = (own: D1PreparedStatement, statement: Statement): D1PreparedStatement => {
    const noted = <T>(run: () => Promise<T>) => {
      calls.push({ database, statements: [statement] });
      return run();
    };
    const wrapped = {
      bind: (...params: unknown[]) => wrap(own.bind(...params), { sql: statement.sql, params }),
      all: () => noted(() => own.all()),
      run: () => noted(() => own.run()),
    } as unknown as D1PreparedStatement;
    known.set(wrapped, { own, statement });
    return wrapped;
  };
  return {
    prepare: (sql: string) => wrap(binding.prepare(sql), { sql, params: [] }),
    batch: (list: D1PreparedStatement[]) => {
      const parts = list.map((wrapped) => {
        const part = known.get(wrapped);
        if (!part) throw new Error("a statement of another database");
        return part;
      });
      calls.push({ database, statements: parts.map(({ statement }) => statement) });
      return binding.batch(parts.map(({ own }) => own));
    },
  } as unknown as D1Database;
}

/** Makes the call again with `id` wherever the recorded one had `recordedId`. Gives the rows of each statement. */
export async function replay(
  env: Pick<ApiEnv, "DB" | "ROWS_0">,
  { database, statements }: D1Call,
  recordedId: string,
  id: string,
): Promise<unknown[][]> {
  const binding = env[database];
  const prepared = statements.map(({ sql, params }) =>
    binding.prepare(sql).bind(...params.map((param) => (param === recordedId ? id : param))),
  );
  const [first, ...more] = prepared;
  if (!first) return [];
  if (more.length === 0) return [(await first.all()).results];
  return (await binding.batch(prepared)).map(({ results }) => results);
}
