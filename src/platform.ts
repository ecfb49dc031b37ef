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
  const settings = settingsOf(env);
  const databases = dataDatabases(env).map(wrap);
  if (!databases[settings.ROWS_SHARD])
    throw new Error(`Settings are not usable: ROWS_SHARD: there is no binding ROWS_${settings.ROWS_SHARD}`);
  return {
    db,
    d1,
    rows: (shard) => {
      const database = databases[shard];
      if (!database) throw new Error(`there is no data database ROWS_${shard}`);
      return database;
    },
    shards: [...databases.keys()],
    bucket: notingUploads(env.BUCKET, db, now),
    jobs: jobsOf(env),
    live: env.LIVE,
    settings,
    now,
  };
}

/** The data databases, ROWS_0 and those numbered on from it. Only the first is in the types: others are the account's. */
function dataDatabases(env: SharedBindings): readonly D1Database[] {
  const found = [env.ROWS_0];
  for (;;) {
    const next: D1Database | undefined = Reflect.get(env, `ROWS_${found.length}`);
    if (!next) return found;
    found.push(next);
  }
}
