// npm run bench: measures the product beside what it is compared with, prints tables and writes bench/results.json.
//   npm run bench -- --only render,peers   some rows only
//   npm run bench -- --quick               smaller sizes and fewer repeats
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { startProduct } from "./lab/product.mjs";
import { Report } from "./lab/report.mjs";
import { stopAll } from "./lab/workerd.mjs";
import { bundle } from "./rows/bundle.mjs";
import { group } from "./rows/group.mjs";
import { latency } from "./rows/latency.mjs";
import { layout } from "./rows/layout.mjs";
import { peers } from "./rows/peers.mjs";
import { queue } from "./rows/queue.mjs";
import { render } from "./rows/render.mjs";
import { roundTrips } from "./rows/round-trips.mjs";
import { runs } from "./rows/runs.mjs";
import { throughput } from "./rows/throughput.mjs";
import { upload } from "./rows/upload.mjs";
import { uploadXlsx } from "./rows/upload-xlsx.mjs";
import { watching } from "./rows/watching.mjs";

const ROWS = {
  bundle,
  render,
  peers,
  layout,
  group,
  latency,
  upload,
  "upload-xlsx": uploadXlsx,
  runs,
  throughput,
  queue,
  watching,
  "round-trips": roundTrips,
};

const { only, quick } = readOptions();
const report = new Report();
const facts = {
  at: new Date().toISOString(),
  node: process.version,
  cpu: `${cpus().length} x ${cpus()[0]?.model}`,
  load_before: loadavg()[0],
  quick,
};
console.log(`${facts.cpu}, Node ${facts.node}${quick ? ", quick" : ""}`);
if (facts.load_before > 1)
  console.log(`load is ${facts.load_before.toFixed(1)}: something else is running, times will be too long`);

/** Started when the first row asks for it, and shared: a product with a past, not a fresh one. */
let started = null;
const product = () => (started ??= startProduct());

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop(signal));

for (const name of only) {
  const begun = Date.now();
  await ROWS[name]({ report, product, quick }).catch((error) => fail(name, error));
  console.log(`  (${name}: ${((Date.now() - begun) / 1000).toFixed(0)} s)`);
}
await stopAll();
const ok = report.finish(path.join(import.meta.dirname, "results.json"), facts);
process.exit(ok ? 0 : 1);

async function stop(signal) {
  console.error(`stopped by ${signal}`);
  await stopAll();
  process.exit(130);
}

/** With what the Workers said about it. */
async function fail(name, error) {
  report.failure(name, error);
  const { workerd } = (await started?.catch(() => null)) ?? {};
  for (const message of workerd?.logged.slice(-5) ?? []) console.error(`  ${message}`);
}

function readOptions() {
  const known = Object.keys(ROWS);
  try {
    const { values } = parseArgs({
      options: { only: { type: "string" }, quick: { type: "boolean", default: false } },
    });
    const chosen = values.only?.split(",").map((name) => name.trim()) ?? known;
    const unknown = chosen.filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new Error(`there is no row ${unknown.join(", ")}`);
    return { only: chosen, quick: values.quick };
  } catch (error) {
    console.error(`${error.message}\nnpm run bench -- [--quick] [--only ${known.join(",")}]`);
    process.exit(2);
  }
}
