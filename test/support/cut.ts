import { controlDatabase } from "../../src/db/client";
import type { Workshop } from "../../src/runs/process";

/**
 * How a consumer is cut at one of its calls: the call fails without effect, fails though it had its effect (the
 * answer was lost), or the isolate dies there and nothing of it ever happens again.
 */
export const CUTS = ["fails", "answer is lost", "isolate dies"] as const;
export type Cut = (typeof CUTS)[number];

export interface CutWorkshop {
  readonly shop: Workshop;
  /** Settles when the isolate has died, or stands still. */
  readonly died: Promise<void>;
  /** Calls that were begun, in order. */
  readonly calls: string[];
}

/**
 * A workshop whose call number `at` (from 1) to D1, R2, queue or Durable Object is cut. With a promise for a cut it
 * stands still at that call until the promise settles, and then goes on.
 */
export function cutWorkshop(shop: Workshop, at: number, cut: Cut | Promise<void>): CutWorkshop {
  const calls: string[] = [];
  let die: () => void = () => {};
  let dead = false;
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const never = new Promise<never>(() => {});

  const gate = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
    if (dead) return await never;
    calls.push(name);
    if (calls.length !== at) return await call();
    if (cut instanceof Promise) {
      die();
      await cut;
      return await call();
    }
    if (cut === "isolate dies") {
      dead = true;
      die();
      return await never;
    }
    if (cut === "answer is lost") await call();
    throw new Error(`cut at ${name}`);
  };

  const d1 = cutD1(shop.d1, gate);
  return {
    shop: {
      ...shop,
      d1,
      db: controlDatabase(d1),
      rows: (shard) => cutD1(shop.rows(shard), gate),
      bucket: cutMethods(shop.bucket, gate, "r2"),
      jobs: cutMethods(shop.jobs, gate, "queue"),
      live: {
        getByName: (name: string) => {
          const stub = shop.live.getByName(name);
          return {
            publish: (...event: Parameters<typeof stub.publish>) =>
              gate("live", async () => await stub.publish(...event)),
          };
        },
      } as unknown as Workshop["live"],
    },
    died,
    calls,
  };
}

type Gate = <T>(name: string, call: () => Promise<T>) => Promise<T>;

/** Every method of a binding, and of the multipart uploads that it gives, goes through the gate. */
function cutMethods<T extends object>(binding: T, gate: Gate, name: string): T {
  return new Proxy(binding, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        const result = await gate(`${name}.${String(property)}`, async () => await value.apply(target, args));
        return property === "createMultipartUpload" ? cutMethods(result as object, gate, "upload") : result;
      };
    },
  });
}

function cutD1(database: D1Database, gate: Gate): D1Database {
  const originals = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement, sql: string): D1PreparedStatement => {
    const name = `d1 ${sql.trim().slice(0, 30)}`;
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values), sql),
      all: () => gate(name, () => statement.all()),
      run: () => gate(name, () => statement.run()),
      raw: () => gate(name, () => statement.raw()),
      first: () => gate(name, () => statement.first()),
    } as unknown as D1PreparedStatement;
    originals.set(wrapped, statement);
    return wrapped;
  };
  return {
    prepare: (sql: string) => wrap(database.prepare(sql), sql),
    batch: (statements: D1PreparedStatement[]) =>
      gate("d1 batch", () =>
        database.batch(statements.map((statement) => originals.get(statement) ?? statement)),
      ),
  } as unknown as D1Database;
}
