// npm test: everything. The suite in workerd and the black-box suite against both Workers, side by side; one line at the end.
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
const counts = await Promise.all(Object.entries(suites).map(([name, config]) => run(name, config)));
rmSync(results, { recursive: true, force: true });
const passed = counts.reduce((sum, suite) => sum + suite.passed, 0);
const failed = counts.reduce((sum, suite) => sum + suite.failed, 0);
if (passed + failed === 0) console.error("no test ran");
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/**
 * Runs one suite and prints what it said once it is over, so that the two do not talk at once.
 * What fails outside of any test (a file that does not load, a server that does not start) counts once.
 */
async function run(name, config) {
  const report = path.join(results, `${name}.json`);
  const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
  const args = ["run", "--config", config, "--passWithNoTests", "--reporter=default", "--reporter=json"];
  const child = spawn(process.execPath, [vitest, ...args, `--outputFile.json=${report}`, ...filters], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  process.stdout.write(Buffer.concat(said));
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
