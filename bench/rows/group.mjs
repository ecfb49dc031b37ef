// Grouped queries: over our one column of JSONB against the same SQL over a table made for these very columns.
import { count, megabytes, millis, seconds, times } from "../lab/numbers.mjs";
import { startRenderWorker } from "../lab/render-worker.mjs";

const LIMIT = 3;
const LINEAR_LIMIT = 2.2;

export async function group({ report, quick }) {
  const worker = await startRenderWorker();
  try {
    await compare(report, worker, quick ? 20_000 : 100_000);
    await grow(report, worker, quick ? [100_000, 200_000] : [125_000, 250_000, 500_000, 1_000_000]);
  } finally {
    await worker.stop();
  }
}

async function compare(report, worker, rows) {
  await worker.once("groups", { rows: 2_000 });
  const { costs } = await worker.once("groups", { rows });
  report.table(
    `Grouped queries in D1, ${count(rows)} rows x 8 columns, answers read`,
    ["question", "groups", "ours", "typed table", ""],
    costs.map(({ question, groups, ours, typed }) => [
      question,
      count(groups),
      millis(ours),
      millis(typed),
      times(ours / typed),
    ]),
    costs,
  );
  for (const { question, ours, typed } of costs) {
    report.target({
      what: `${question}, ${count(rows)} rows, against a typed table`,
      measured: times(ours / typed),
      target: `<= ${times(LIMIT)}`,
      met: ours / typed <= LIMIT,
    });
  }
}

/** As many groups as rows: the order of the groups, then page after page. */
async function grow(report, worker, sizes) {
  const results = [];
  for (const rows of sizes) {
    const { table } = await worker.once("store-groups", { rows });
    results.push({
      rows,
      ...(await worker.measure("many-groups", { rows: 0, table: JSON.stringify(table) })),
    });
  }
  report.table(
    "As many groups as rows, with a sum and a maximum, read to the end",
    ["rows", "time", "CPU", "2x rows", "peak RSS"],
    results.map(({ rows, ms, cpu, peak }, at) => [
      count(rows),
      seconds(ms),
      seconds(cpu),
      at === 0 ? "" : times(growthOf(results[at], results[at - 1])),
      megabytes(peak),
    ]),
    results,
  );
  const [half, most] = results.slice(-2);
  report.target({
    what: `${count(most.rows)} groups against half as many`,
    measured: times(growthOf(most, half)),
    target: `<= ${times(LINEAR_LIMIT)}`,
    met: growthOf(most, half) <= LINEAR_LIMIT,
  });
}

/** By processor time, which others on the machine disturb least. */
const growthOf = (whole, half) => (whole.cpu === null ? whole.ms / half.ms : whole.cpu / half.cpu);
