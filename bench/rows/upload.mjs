// A large CSV from the first byte sent to a dataset that is ready, statistics counted; and where the time goes.
import { csvFile, upload as send, untilReady } from "../lab/datasets.mjs";
import { count, megabytes, seconds, times } from "../lab/numbers.mjs";
import { startRenderWorker } from "../lab/render-worker.mjs";

const FULL_ROWS = 210_000;
const TARGET_MS = 8_000;
const LINEAR_LIMIT = 2.2;

export async function upload({ report, product, quick }) {
  const { api, workerd } = await product();
  const most = quick ? FULL_ROWS / 5 : FULL_ROWS;
  const results = [];
  for (const rows of [2_000, most / 2, most]) {
    const file = csvFile(rows, { wide: true });
    workerd.resetPeak();
    const processor = workerd.cpuTime();
    const begin = performance.now();
    const id = await send(api, `Upload of ${rows}`, file);
    const taken = performance.now() - begin;
    const dataset = await untilReady(api, id, { every: 100 });
    const ready = performance.now() - begin;
    if (dataset.row_count !== rows) throw new Error(`${dataset.row_count} rows of ${rows} were imported`);
    results.push({
      rows,
      bytes: file.length,
      taken,
      ready,
      cpu: workerd.cpuTime() - processor,
      peak: workerd.peakMemory(),
    });
  }
  const measured = results.slice(1); // the first one is for warming up
  const [half, whole] = measured;
  const ratio = whole.ready / half.ready;
  report.table(
    "CSV upload to ready with statistics, 10 columns, through the API (workerd's RSS with the product and its databases)",
    ["rows", "file", "202 after", "ready after", "CPU", "MB/s", "2x rows", "peak RSS"],
    measured.map((result) => [
      count(result.rows),
      megabytes(result.bytes),
      seconds(result.taken),
      seconds(result.ready),
      seconds(result.cpu),
      (result.bytes / 1000 / result.ready).toFixed(1),
      result === whole ? times(ratio) : "",
      megabytes(result.peak),
    ]),
  );
  const allowed = (TARGET_MS * whole.rows) / FULL_ROWS;
  report.target({
    what: `CSV upload of ${megabytes(whole.bytes)}, ${count(whole.rows)} rows, to ready`,
    measured: seconds(whole.ready),
    target: `<= ${seconds(allowed)}`,
    met: whole.ready <= allowed,
  });
  report.target({
    what: `CSV upload: ${count(whole.rows)} rows against half as many`,
    measured: times(ratio),
    target: `<= ${times(LINEAR_LIMIT)}`,
    met: ratio <= LINEAR_LIMIT,
  });
  await stages(report, quick ? 20_000 : 50_000);
}

/** The parts of an import, each done alone, in a workerd that does nothing else. */
async function stages(report, rows) {
  const worker = await startRenderWorker();
  try {
    await worker.once("import", { rows: 5_000 });
    const { bytes, ...parts } = await worker.once("import", { rows });
    const names = {
      inspect: "pass 1: form, encoding, types",
      read: "pass 2: rows, typed",
      statistics: "statistics",
      chunk: "JSON of chunks",
      insert: "insert into D1",
    };
    report.table(
      `Parts of an import, ${count(rows)} rows, ${megabytes(bytes)}, each alone`,
      ["part", "time", "MB/s"],
      Object.entries(names).map(([part, name]) => [
        name,
        seconds(parts[part]),
        (bytes / 1000 / parts[part]).toFixed(0),
      ]),
    );
  } finally {
    await worker.stop();
  }
}
