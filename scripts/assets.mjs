// Makes what the Workers serve and read beside their code: the API's documentation page, the Generator's fonts.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildDocsAssets } from "./docs-assets.mjs";
import { buildFontAssets } from "./font-assets.mjs";

const root = path.resolve(import.meta.dirname, "..");
const SOURCES = ["docs-assets.mjs", "font-assets.mjs", "scale-font.mjs", "../src/http/codes.ts"];

/** Builds .assets from installed packages, unless it is there already for these versions. */
export async function buildAssets() {
  const stampFile = path.join(root, ".assets/stamp");
  const stamp = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  rmSync(path.join(root, ".assets"), { recursive: true, force: true });
  for (const worker of ["api", "generator"])
    mkdirSync(path.join(root, ".assets", worker), { recursive: true });
  await buildDocsAssets(path.join(root, ".assets/api"));
  await buildFontAssets(path.join(root, ".assets/generator"));
  writeFileSync(stampFile, stamp);
}

/** Changes when a package that assets are made of changes, or how they are made. */
function fingerprint() {
  const hash = createHash("sha256").update(readFileSync(path.join(root, "package-lock.json")));
  for (const source of SOURCES) {
    hash.update(readFileSync(path.join(import.meta.dirname, source)));
  }
  return hash.digest("hex");
}

if (process.argv[1] === import.meta.filename) await buildAssets();
