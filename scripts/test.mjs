// npm test: everything. The suite in workerd, then the black-box suite against both Workers; one line at the end.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildAssets } from "./assets.mjs";

const root = path.resolve(import.meta.dirname, "..");
const results = mkdtempSync(path.join(tmpdir(), "edge-reports-test-"));
/** Arguments go to both suites: npm test -- datasets */
const filters = process.argv.slice(2);
const suites = { workerd: "vitest.config.ts", conformance: "vitest.conformance.config.ts" };

await buildAssets();
const counts = { passed: 0, failed: 0 };
for (const [name, config] of Object.entries(suites)) {
  const { passed, failed } = await run(name, config);
  counts.passed += passed;
  counts.failed += failed;
}
rmSync(results, { recursive: true, force: true });
if (counts.passed + counts.failed === 0) console.error("no test ran");
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;

/** Runs one suite. What fails outside of any test (a file that does not load, a server that does not start) counts once. */
async function run(name, config) {
  const report = path.join(results, `${name}.json`);
  const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
  const args = ["run", "--config", config, "--passWithNoTests", "--reporter=default", "--reporter=json"];
  const child = spawn(process.execPath, [vitest, ...args, `--outputFile.json=${report}`, ...filters], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = readReport(report);
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {}; // vitest did not come so far
  }
}
