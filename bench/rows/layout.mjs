// Where rows lie: our one column of JSONB against a table made for these very columns.
import { count, megabytes, millis } from "../lab/numbers.mjs";
import { startRenderWorker } from "../lab/render-worker.mjs";

export async function layout({ report, quick }) {
  const rows = quick ? 20_000 : 100_000;
  const worker = await startRenderWorker();
  try {
    await worker.once("layouts", { rows: 2_000 });
    const { layouts } = await worker.once("layouts", { rows });
    report.table(
      `Row layouts in D1, ${count(rows)} rows x 8 columns`,
      ["layout", "insert", "group by name, sum", "sort by datetime", "size"],
      layouts.map(({ layout: name, insert, group, sort, bytes }) => [
        name,
        millis(insert),
        millis(group),
        millis(sort),
        megabytes(bytes),
      ]),
      layouts,
    );
  } finally {
    await worker.stop();
  }
}
