// Applies the migrations of the local databases that `npm start` keeps in its state directory.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
/** What applied migrations are noted in, by `wrangler d1 migrations apply` too. */
const JOURNAL = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`;

/**
 * Applies what is not applied yet, each migration wholly or not at all. The simulator is opened only when the
 * migrations are others than at the last call. Throws one line that names the migration and what SQLite said.
 * @param {string} stateDir what `wrangler dev` gets as `--persist-to`
 */
export async function migrate(stateDir) {
  const databases = readDatabases();
  const stampFile = path.join(stateDir, "migrated");
  const stamp = createHash("sha256").update(JSON.stringify(databases)).digest("hex");
  const known = existsSync(path.join(stateDir, "v3/d1")) && existsSync(stampFile);
  if (known && readFileSync(stampFile, "utf8") === stamp) return;

  const simulator = await openDatabases(databases, stateDir);
  try {
    for (const database of databases)
      await applyPending(await simulator.getD1Database(database.id), database);
  } finally {
    await simulator.dispose();
  }
  writeFileSync(stampFile, stamp);
}

/** The databases of wrangler.toml, each with its migrations in order. */
function readDatabases() {
  const toml = readFileSync(path.join(root, "wrangler.toml"), "utf8");
  return [...toml.matchAll(/^\[\[d1_databases\]\]\n((?:\w.*\n?)*)/gm)].map(([, block]) => {
    const setting = (name) => new RegExp(`^${name} *= *"(.*)"`, "m").exec(block)?.[1];
    const folder = path.join(root, setting("migrations_dir"));
    const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
    const migrations = names
      .sort()
      .map((name) => ({ name, sql: readFileSync(path.join(folder, name), "utf8") }));
    return { id: setting("database_id"), name: setting("database_name"), migrations };
  });
}

/** Wrangler's own simulator over the same files; one start of it instead of one of wrangler per database. */
async function openDatabases(databases, stateDir) {
  const { Miniflare, convertV4MiniflareOptions } = await import("miniflare");
  const options = convertV4MiniflareOptions({
    modules: true,
    script: "",
    compatibilityDate: "2026-10-01",
    cf: false,
    d1Databases: Object.fromEntries(databases.map(({ id }) => [id, id])),
    resourcePersistencePath: path.join(stateDir, "v3"),
  });
  return new Miniflare(options);
}

async function applyPending(d1, { name: database, migrations }) {
  await d1.prepare(JOURNAL).run();
  const { results } = await d1.prepare("SELECT name FROM d1_migrations").all();
  const applied = new Set(results.map(({ name }) => name));
  for (const { name, sql } of migrations.filter((migration) => !applied.has(migration.name))) {
    try {
      await d1.batch([d1.prepare(`${sql}\n;INSERT INTO d1_migrations (name) VALUES ('${name}')`)]);
    } catch (error) {
      throw new Error(`migration ${name} of ${database} failed: ${error.message.replace(/^D1_ERROR: /, "")}`);
    }
  }
}
