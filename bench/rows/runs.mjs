// Whole runs of many rows: collected through D1, frozen in R2, rendered, stored.
import { setTimeout as pause } from "node:timers/promises";
import { sampleDataset } from "../lab/datasets.mjs";
import { growDataset } from "../lab/grow-dataset.mjs";
import { count, megabytes, millis, seconds, times } from "../lab/numbers.mjs";

const FIRST_ROWS = 10_000;
const BOTH = ["csv", "xlsx"];
const LINEAR_LIMIT = 2.2;
const POLL_EVERY_MS = 25;

export async function runs({ report, product, quick }) {
  const shop = await product();
  const sizes = quick ? [50_000, 100_000] : [100_000, 500_000, 1_000_000];
  const shown = [];
  const wholes = new Map();
  for (const rows of sizes) {
    const subject = await reportOver(shop, rows);
    const result = await wholeRun(shop, subject, BOTH);
    wholes.set(rows, result);
    shown.push(line(`${count(rows)} rows`, result));
    const half = wholes.get(rows / 2);
    if (half) linear(report, rows, result.seen / half.seen);
    if (rows === 100_000) shown.push(...(await parts(shop, subject, result)));
  }
  const sorted = quick ? 50_000 : 250_000;
  const subject = await reportOver(shop, sorted, { sort_by: "revenue", sort_order: "desc" });
  shown.push(line(`${count(sorted)} rows, sorted by revenue`, await wholeRun(shop, subject, BOTH)));
  const header = ["run", "completed after", "CPU", "files", "peak RSS", "slowest GET /runs/{id} meanwhile"];
  report.table(`Whole runs to ${BOTH.join(" and ")}`, header, shown);
}

function line(what, { seen, cpu, bytes, peak, slowest }) {
  return [what, seconds(seen), seconds(cpu), megabytes(bytes), megabytes(peak), millis(slowest)];
}

function linear(report, rows, ratio) {
  report.target({
    what: `run of ${count(rows)} rows to ${BOTH.join(" and ")} against half as many`,
    measured: times(ratio),
    target: `<= ${times(LINEAR_LIMIT)}`,
    met: ratio <= LINEAR_LIMIT,
  });
}

/** What both formats cost beyond one is the other; what one costs beyond itself is collecting. In processor time. */
async function parts(shop, subject, both) {
  const [csv, xlsx] = [await wholeRun(shop, subject, ["csv"]), await wholeRun(shop, subject, ["xlsx"])];
  return [
    ["  of it collecting and freezing", "", seconds(csv.cpu + xlsx.cpu - both.cpu)],
    ["  of it rendering and storing csv", "", seconds(both.cpu - xlsx.cpu)],
    ["  of it rendering and storing xlsx", "", seconds(both.cpu - csv.cpu)],
  ];
}

/** A report over a dataset of so many rows. */
async function reportOver(shop, rows, sorting = {}) {
  const { api } = shop;
  const dataset = await sampleDataset(api, FIRST_ROWS);
  if (rows > FIRST_ROWS) await growDataset(shop, dataset, rows);
  const fields = dataset.fields.map(({ name }) => name);
  const { id } = await api.json("POST", "/api/v1/reports", {
    body: { name: `Run of ${rows}`, config: { dataset: dataset.id, fields, ...sorting } },
  });
  return { id, rows };
}

async function wholeRun({ api, workerd }, subject, formats) {
  workerd.resetPeak();
  const processor = workerd.cpuTime();
  const begin = performance.now();
  const { id } = await api.json("POST", `/api/v1/reports/${subject.id}/generate`, {
    body: { formats, force: true },
  });
  let slowest = 0;
  for (;;) {
    const asked = performance.now();
    const run = await api.json("GET", `/api/v1/runs/${id}`);
    slowest = Math.max(slowest, performance.now() - asked);
    if (["failed", "cancelled"].includes(run.status))
      throw new Error(`run ${run.status}: ${JSON.stringify(run.error)}`);
    if (run.status === "completed") {
      if (run.rows_returned !== subject.rows) throw new Error(`${run.rows_returned} rows of ${subject.rows}`);
      const bytes = run.files.reduce((sum, file) => sum + file.size_bytes, 0);
      const seen = performance.now() - begin;
      return { seen, cpu: workerd.cpuTime() - processor, bytes, slowest, peak: workerd.peakMemory() };
    }
    await pause(POLL_EVERY_MS);
  }
}
