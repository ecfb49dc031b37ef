import type { Platform } from "./context";
import { controlDatabase } from "./db/client";
import { type SharedBindings, settingsOf } from "./env";
import { notingUploads } from "./files/open-uploads";
import { jobsOf } from "./runs/jobs";

/** The platform over these bindings. `wrap` sees every D1 binding, e.g. to count what calls cost. */
export function platformOf(
  env: SharedBindings,
  wrap: (binding: D1Database) => D1Database = (binding) => binding,
): Platform {
  const d1 = wrap(env.DB);
  const db = controlDatabase(d1);
  const now = () => new Date();
  const shards = [wrap(env.ROWS_0)];
  return {
    db,
    d1,
    rows: (shard) => {
      const database = shards[shard];
      if (!database) throw new Error(`there is no data database ROWS_${shard}`);
      return database;
    },
    bucket: notingUploads(env.BUCKET, db, now),
    jobs: jobsOf(env),
    live: env.LIVE,
    settings: settingsOf(env),
    now,
  };
}
