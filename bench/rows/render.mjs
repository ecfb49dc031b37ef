// Every format at every size, in workerd under the memory limit, beside the least that could be done instead.
import { count, megabytes, seconds, times } from "../lab/numbers.mjs";
import { startRenderWorker } from "../lab/render-worker.mjs";

const MILLION = 1_000_000;
/** Pages are heavier than lines. */
const SIZES = {
  lines: { full: [10_000, 100_000, MILLION / 2, MILLION], quick: [10_000, 50_000, 100_000] },
  pages: { full: [10_000, 50_000, 100_000], quick: [10_000, 20_000] },
};
const FORMATS = { csv: "lines", json: "lines", html: "lines", xlsx: "lines", pdf: "pages", docx: "pages" };
const BARE_LIMIT = 1.3;
const LINEAR_LIMIT = 2.2;

export async function render({ report, quick }) {
  const shown = [];
  for (const [format, kind] of Object.entries(FORMATS)) {
    const worker = await startRenderWorker();
    try {
      shown.push(...(await measureFormat(report, worker, format, SIZES[kind][quick ? "quick" : "full"])));
    } finally {
      await worker.stop();
    }
  }
  const header = [
    "render in workerd, 128 MB heap",
    "rows",
    "time",
    "CPU",
    "file",
    "rows/s",
    "2x rows",
    "peak RSS",
    "beside",
  ];
  report.table(
    "Rendering the sample table of 8 columns (time without making the rows, processor time with it)",
    header,
    shown,
  );
}

async function measureFormat(report, worker, format, sizes) {
  const results = new Map();
  const shown = [];
  for (const rows of sizes) {
    const result = await worker.measure(
      "render",
      { format, rows },
      { repeat: rows < 100_000 ? 5 : rows < MILLION / 2 ? 3 : 1 },
    );
    results.set(rows, result);
    const half = results.get(rows / 2);
    const growth = half && growthOf(result, half);
    const beside = await besideIt(report, worker, format, rows, result, rows === sizes.at(-1));
    shown.push([
      format,
      count(rows),
      seconds(result.net),
      seconds(result.cpu),
      megabytes(result.bytes),
      count((rows / result.net) * 1000),
      half ? times(growth) : "",
      megabytes(result.peak),
      beside,
    ]);
    if (half) {
      report.target({
        what: `${format}: ${count(rows)} rows against half as many`,
        measured: times(growth),
        target: `<= ${times(LINEAR_LIMIT)}`,
        met: growth <= LINEAR_LIMIT,
      });
    }
  }
  const most = sizes.at(-1);
  report.target({
    what: `${format}: ${count(most)} rows under 128 MB`,
    measured: `done, RSS ${megabytes(results.get(most).peak)}`,
    target: "completes",
    met: true,
  });
  return shown;
}

/** Large sizes are measured once, so this looks at processor time, which others on the machine disturb least. */
const growthOf = (whole, half) => (whole.cpu === null ? whole.net / half.net : whole.cpu / half.cpu);

/** What the same size costs when only the unavoidable is done; at 100,000 rows and at the largest size. */
async function besideIt(report, worker, format, rows, result, isLargest) {
  if (format === "xlsx") return isLargest ? await besideDeflate(report, worker, rows, result) : "";
  if (!["csv", "html", "json"].includes(format) || !(rows === 100_000 || isLargest)) return "";
  const bare = await worker.measure("bare", { format, rows }, { repeat: rows < MILLION / 2 ? 3 : 1 });
  const ratio = result.net / bare.net;
  if (rows !== 100_000) return `bare ${seconds(bare.net)}, ${times(ratio)}`;
  report.target({
    what: `${format}: 100,000 rows against a bare template-string writer`,
    measured: times(ratio),
    target: `<= ${times(BARE_LIMIT)}`,
    met: ratio <= BARE_LIMIT,
  });
  if (format !== "html") return `bare ${seconds(bare.net)}, ${times(ratio)}`;
  const intl = await worker.measure("bare", { format: "html-intl", rows });
  return `bare ${seconds(bare.net)}, ${times(ratio)}; with Intl ${seconds(intl.net)}`;
}

async function besideDeflate(report, worker, rows, result) {
  const bare = await worker.measure("deflate", { rows });
  const allowed = 2 * bare.ms + (rows / MILLION) * 2_000;
  report.target({
    what: `xlsx: ${count(rows)} rows against deflate-raw of the same ${megabytes(bare.bytesIn)}`,
    measured: `${seconds(result.net)}, bare ${seconds(bare.ms)}`,
    target: `<= 2x + 2 s a million = ${seconds(allowed)}`,
    met: result.net <= allowed,
  });
  return `deflate-raw ${seconds(bare.ms)}`;
}
