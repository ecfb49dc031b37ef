// The same table as an XLSX workbook and as a CSV, from the first byte sent to a dataset that is ready.
import { workbookFile } from "../data/workbook.mjs";
import { csvFile, untilReady, upload } from "../lab/datasets.mjs";
import { count, median, megabytes, seconds, times } from "../lab/numbers.mjs";

const ROWS = 100_000;
const REPEATS = 3;
const LIMIT = 2;

export async function uploadXlsx({ report, product, quick }) {
  const { api, workerd } = await product();
  const rows = quick ? ROWS / 5 : ROWS;
  const files = { CSV: csvFile(rows), XLSX: await workbookFile(rows) };
  const results = {};
  for (const [name, file] of Object.entries(files)) {
    const runs = [];
    workerd.resetPeak();
    for (let run = 0; run <= REPEATS; run += 1) {
      const processor = workerd.cpuTime();
      const begin = performance.now();
      const dataset = await untilReady(api, await upload(api, `${name} of ${rows}`, file));
      if (dataset.row_count !== rows) throw new Error(`${dataset.row_count} rows of ${rows} were imported`);
      if (dataset.format !== name.toLowerCase()) throw new Error(`read as ${dataset.format}`);
      // The first one is for warming up.
      if (run > 0) runs.push({ ready: performance.now() - begin, cpu: workerd.cpuTime() - processor });
    }
    results[name] = {
      bytes: file.length,
      ready: median(runs.map(({ ready }) => ready)),
      cpu: median(runs.map(({ cpu }) => cpu)),
      peak: workerd.peakMemory(),
    };
  }
  const { CSV, XLSX } = results;
  report.table(
    `${count(rows)} rows, 8 columns, to ready with statistics (workerd's RSS with the product and its databases)`,
    ["file", "size", "ready after", "CPU", "against CSV", "peak RSS"],
    Object.entries(results).map(([name, result]) => [
      name,
      megabytes(result.bytes),
      seconds(result.ready),
      seconds(result.cpu),
      times(result.ready / CSV.ready),
      megabytes(result.peak),
    ]),
  );
  report.target({
    what: `XLSX upload of ${count(rows)} rows against the same as CSV`,
    measured: times(XLSX.ready / CSV.ready),
    target: `<= ${times(LIMIT)}`,
    met: XLSX.ready <= CSV.ready * LIMIT,
  });
}
