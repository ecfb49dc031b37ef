// What is uploaded of each Worker, and how long workerd takes to start with the API Worker in it.
import { gzipSync } from "node:zlib";
import { buildWorker } from "../lab/build.mjs";
import { count, median, millis } from "../lab/numbers.mjs";
import { startWorkerd } from "../lab/workerd.mjs";

const API_LIMIT = 350 * 1024;
const EMPTY = 'export default { fetch: () => new Response("ok") };';
/** What only the Generator may hold: how a PDF, a document and a workbook begin. */
const RENDERING = [/%PDF-1/, /<w:document/, /<workbook/];

export async function bundle({ report, quick }) {
  const [api, generator] = await Promise.all(["wrangler.toml", "wrangler.generator.toml"].map(buildWorker));
  const packed = (code) => gzipSync(code).length;
  const start = await startUp(api, quick ? 3 : 7);
  const kilobytes = (bytes) => `${count(bytes / 1024)} KiB`;
  report.table(
    "Bundles, and the first answer of a new workerd with the API Worker in it",
    ["Worker", "bundle", "gzip", "first answer", "an empty Worker's", "difference"],
    [
      [
        "API",
        kilobytes(api.code.length),
        kilobytes(packed(api.code)),
        ...[start.api, start.empty, start.api - start.empty].map(millis),
      ],
      ["Generator", kilobytes(generator.code.length), kilobytes(packed(generator.code)), "", "", ""],
    ],
  );
  report.target({
    what: "API Worker bundle, gzip",
    measured: kilobytes(packed(api.code)),
    target: `<= ${kilobytes(API_LIMIT)}`,
    met: packed(api.code) <= API_LIMIT,
  });
  const renderers = ({ code }) => RENDERING.filter((mark) => mark.test(code)).length;
  report.target({
    what: "renderers in the API Worker, and of the Generator's three",
    measured: `${renderers(api)}, ${renderers(generator)}`,
    target: `0, ${RENDERING.length}`,
    met: renderers(api) === 0 && renderers(generator) === RENDERING.length,
  });
}

/** Both are started in turn, since the first start of all is slower than the others. */
async function startUp({ code, options }, repeats) {
  const { compatibilityDate, bindings } = options;
  const times = { api: [], empty: [] };
  const durableObjects = { LIVE: { className: "LiveStatus", useSQLite: true } };
  for (let i = 0; i <= repeats; i += 1) {
    const api = await firstAnswer(code, { compatibilityDate, bindings, durableObjects });
    const empty = await firstAnswer(EMPTY, { compatibilityDate });
    if (i === 0) continue;
    times.api.push(api);
    times.empty.push(empty);
  }
  return { api: median(times.api), empty: median(times.empty) };
}

/** From the call to start workerd to the end of the first answer, whatever it says. */
async function firstAnswer(code, options) {
  const begin = performance.now();
  const workerd = await startWorkerd([{ name: "started", code, options }]);
  try {
    await (await fetch(await workerd.address("started"))).arrayBuffer();
    return performance.now() - begin;
  } finally {
    await workerd.stop();
  }
}
