// Imports point one way: entries -> routes -> feature verbs -> render, files, db. See CONTRIBUTING.md.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** `within` files must not import what `never` matches: paths below src, or package names. */
const RULES = [
  {
    why: "render is pure: no binding, no feature, no database",
    within: /^render\//,
    never: /^(?!render\/)[a-z]+(\/|$)|^drizzle-orm|^hono|^cloudflare:/,
    packages: /^(drizzle-orm|hono|@hono\/|cloudflare:)/,
  },
  { why: "routes hold no SQL", within: /\/routes\//, packages: /^drizzle-orm/, never: /^db\// },
  {
    why: "the Durable Object touches neither D1 nor R2",
    within: /^live\/(live-status|protocol)/,
    never: /^(db|files|reports|runs|datasets)\//,
    packages: /^drizzle-orm/,
  },
  { why: "db knows no feature", within: /^db\//, never: /^(?!db\/|render\/(document|renderer)$)/ },
  {
    why: "files know no feature",
    within: /^files\/(?!routes\/)/,
    never: /^(reports|runs|datasets|live)\//,
  },
  {
    why: "reading tables is pure",
    within: /^datasets\/(read|statistics)\//,
    never: /^(db|files|http|identity|reports|runs|live)\//,
  },
  {
    why: "queries know no caller",
    within: /^datasets\/query\//,
    never: /^(http|identity|reports|runs|live|files)\//,
  },
  {
    why: "the API Worker renders nothing",
    within: /^(api|app|platform)\.ts$/,
    never: /^(render\/registry|workshop|generator)/,
  },
  { why: "verbs do not know routes", within: /^(?!app\.ts|.*\/routes\/)/, never: /\/routes\// },
];

/** One line for each import that points the wrong way. */
export function checkRings() {
  const files = readdirSync(path.join(root, "src"), { recursive: true }).filter((file) =>
    file.endsWith(".ts"),
  );
  return files.flatMap((file) => importsOf(file).flatMap((target) => problemsOf(file, target)));
}

function importsOf(file) {
  const text = readFileSync(path.join(root, "src", file), "utf8");
  const found = [...text.matchAll(/^(?:import|export)\s(?:[^;]*?\sfrom\s)?"([^"]+)";/gms)].map(
    ([, name]) => name,
  );
  return found.map((name) =>
    name.startsWith(".") ? { own: path.posix.join(path.posix.dirname(file), name) } : { package: name },
  );
}

function problemsOf(file, target) {
  return RULES.filter((rule) => {
    if (!rule.within.test(file)) return false;
    return target.own === undefined
      ? (rule.packages?.test(target.package) ?? false)
      : (rule.never?.test(target.own) ?? false);
  }).map(({ why }) => `src/${file} imports ${target.own ?? target.package}: ${why}`);
}
