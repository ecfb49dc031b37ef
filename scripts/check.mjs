// npm run check: format and lint, types, generated types, import directions, and that documents and comments name files which exist.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { checkPaths } from "./check-paths.mjs";
import { checkRings } from "./check-rings.mjs";

const { types } = createRequire(import.meta.url)("../package.json").scripts;

const steps = {
  "format and lint": () => run("biome", ["check", "--error-on-warnings"]),
  types: () => run("tsc", []),
  "generated types": () => typesAreNew("api") && typesAreNew("generator"),
  "import directions": () => report(checkRings()),
  "paths in documents and comments": () => report(checkPaths()),
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

/** Whether `npm run types` would change nothing; the commands are those of package.json. */
function typesAreNew(worker) {
  const command = types.split(" && ").find((line) => line.includes(`env.${worker}.d.ts`));
  const { status, stdout, stderr } = spawnSync(`${command} --check`, { shell: true, encoding: "utf8" });
  if (status !== 0) console.error(`${stdout}${stderr}`);
  return status === 0;
}

function report(problems) {
  for (const problem of problems) console.error(problem);
  return problems.length === 0;
}
