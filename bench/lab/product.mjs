// Both Workers of the product as they are deployed, and what is compared with them, in one workerd with empty databases.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { unstable_splitSqlQuery } from "wrangler";
import { makeToken } from "../../scripts/token.mjs";
import { buildWorker, root } from "./build.mjs";
import { httpClient } from "./client.mjs";
import { startWorkerd } from "./workerd.mjs";

export const AUTH_SECRET = "a secret of the benchmark, long enough for HS256";
export const WORKSPACE = "bench";
export const ADMIN = "bench-admin";
export const VIEWER = "bench-viewer";

/** Starts it. `api` speaks as an admin. */
export async function startProduct() {
  const [api, generator, bare] = await Promise.all(
    ["wrangler.toml", "wrangler.generator.toml", "bench/wrangler.bare.toml"].map(buildWorker),
  );
  const beside = bindingsBeside(api.options);
  const workerd = await startWorkerd([
    withSecret({ name: "edge-reports", ...api }),
    withSecret({ name: "edge-reports-generator", ...generator }),
    withSecret({ name: "edge-reports-alone", code: api.code, options: { ...bare.options, ...beside } }),
    withSecret({ name: "edge-reports-bench-bare", code: bare.code, options: { ...bare.options, ...beside } }),
  ]);
  const database = (binding) => workerd.miniflare.getD1Database(binding, "edge-reports");
  await migrate(await database("DB"), "control");
  await migrate(await database("ROWS_0"), "rows");

  const origin = await workerd.address("edge-reports");
  const tokens = {
    admin: await makeToken(
      { workspace: WORKSPACE, user: ADMIN, role: "admin", name: "Ada Admin" },
      { AUTH_SECRET },
    ),
    viewer: await makeToken(
      { workspace: WORKSPACE, user: VIEWER, role: "viewer", name: "Vic Viewer" },
      { AUTH_SECRET },
    ),
  };
  return {
    workerd,
    database,
    origin,
    /** The API Worker without the asset server before it. */
    aloneOrigin: await workerd.address("edge-reports-alone"),
    bareOrigin: await workerd.address("edge-reports-bench-bare"),
    tokens,
    api: httpClient(origin, { token: tokens.admin }),
    viewer: httpClient(origin, { token: tokens.viewer }),
    stop: workerd.stop,
  };
}

/** The API Worker's bindings for a Worker beside it: the same databases, and the same Durable Object by name. */
function bindingsBeside({ d1Databases, r2Buckets, queueProducers, serviceBindings, durableObjects }) {
  const live = Object.entries(durableObjects).map(([name, { className }]) => [
    name,
    { className, scriptName: "edge-reports" },
  ]);
  return {
    d1Databases,
    r2Buckets,
    queueProducers,
    serviceBindings,
    durableObjects: Object.fromEntries(live),
  };
}

function withSecret({ name, code, options }) {
  return { name, code, options: { ...options, bindings: { ...options.bindings, AUTH_SECRET } } };
}

async function migrate(database, folder) {
  const directory = path.join(root, "migrations", folder);
  for (const file of readdirSync(directory)
    .filter((name) => name.endsWith(".sql"))
    .sort()) {
    const statements = unstable_splitSqlQuery(readFileSync(path.join(directory, file), "utf8"));
    await database.batch(statements.map((sql) => database.prepare(sql)));
  }
}
