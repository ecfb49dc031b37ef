// npm run check: format and lint, import directions, types, generated types, and that documents name files which exist.
import { spawnSync } from "node:child_process";
import { checkPaths } from "./check-paths.mjs";
import { checkRings } from "./check-rings.mjs";

const steps = {
  "format and lint": () => run("biome", ["check", "--error-on-warnings"]),
  types: () => run("tsc", []),
  "import directions": () => report(checkRings()),
  "paths in documents": () => report(checkPaths()),
};

let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  const ok = step();
  console.log(`${ok ? "ok  " : "FAIL"} ${name}`);
  if (!ok) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);

function run(command, args) {
  return spawnSync(command, args, { stdio: "inherit" }).status === 0;
}

function report(problems) {
  for (const problem of problems) console.error(problem);
  return problems.length === 0;
}
