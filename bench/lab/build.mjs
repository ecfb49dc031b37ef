// Bundles Workers the way they are deployed, and reads their settings the way `wrangler dev` does.
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { unstable_getMiniflareWorkerOptions } from "wrangler";

import { buildAssets } from "../../scripts/assets.mjs";

export const root = path.resolve(import.meta.dirname, "../..");
const wrangler = path.join(
  path.dirname(createRequire(import.meta.url).resolve("wrangler/package.json")),
  "bin/wrangler.js",
);
const built = new Map();
let assets = null;

/**
 * The Worker of a configuration file, bundled by `wrangler deploy --dry-run`, once a run.
 * @param {string} config relative to the repository
 * @returns {Promise<{ code: string, options: object }>} the bundle, and Miniflare's options without it
 */
export function buildWorker(config) {
  if (!built.has(config)) built.set(config, bundle(config));
  return built.get(config);
}

async function bundle(config) {
  assets ??= buildAssets(); // once: it begins by removing what is there
  await assets;
  const outdir = mkdtempSync(path.join(tmpdir(), "edge-reports-bench-"));
  try {
    await promisify(execFile)(
      process.execPath,
      [wrangler, "deploy", "--dry-run", "--outdir", outdir, "-c", config],
      { cwd: root, env: { ...process.env, CI: "1", NO_COLOR: "1", WRANGLER_SEND_METRICS: "false" } },
    );
    const script = readdirSync(outdir).find((file) => file.endsWith(".js"));
    const code = readFileSync(path.join(outdir, script), "utf8");
    const { workerOptions } = unstable_getMiniflareWorkerOptions(path.join(root, config));
    return { code, options: workerOptions };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
