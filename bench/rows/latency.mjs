// From "generate" to "completed" as a client sees it that asks again and again.
import { setTimeout as pause } from "node:timers/promises";
import { sampleDataset } from "../lab/datasets.mjs";
import { median, millis, percentile } from "../lab/numbers.mjs";

const ROWS = 100;
const POLL_EVERY_MS = 2;
const ENDED = ["completed", "failed", "cancelled"];

export async function latency({ report, product, quick }) {
  const { api, workerd } = await product();
  const dataset = await sampleDataset(api, ROWS);
  const fields = dataset.fields.map(({ name }) => name);
  const definition = { name: "Latency", config: { dataset: dataset.id, fields } };
  const { id } = await api.json("POST", "/api/v1/reports", { body: definition });
  const results = {};
  for (const [format, most] of Object.entries({ csv: 50, pdf: 20, xlsx: 10, docx: 10, html: 10, json: 10 })) {
    for (let i = 0; i < 3; i += 1) await generate(api, id, format);
    const before = workerd.cpuTime();
    const runs = [];
    for (let i = 0; i < (quick ? Math.min(10, most) : most); i += 1)
      runs.push(await generate(api, id, format));
    results[format] = { ...summary(runs), cpu: (workerd.cpuTime() - before) / runs.length };
  }
  report.table(
    `Generate to completed, ${ROWS} rows, one format at a time, polled every ${POLL_EVERY_MS} ms (CPU with the polls)`,
    [
      "format",
      "202 after",
      "completed p50",
      "p95",
      "waiting for the Generator",
      "in the Generator",
      "CPU",
      "polls",
    ],
    Object.entries(results).map(([format, { accepted, p50, p95, waited, worked, cpu, polls }]) => [
      format,
      ...[accepted, p50, p95, waited, worked, cpu].map(millis),
      polls,
    ]),
    results,
  );
  judge(report, [
    ["csv p50", results.csv.p50, 40],
    ["csv p95", results.csv.p95, 120],
    ["pdf p50", results.pdf.p50, 150],
  ]);
}

function summary(runs) {
  const all = (key) => runs.map((run) => run[key]);
  return {
    accepted: median(all("accepted")),
    p50: percentile(all("completed"), 0.5),
    p95: percentile(all("completed"), 0.95),
    waited: median(all("waited")),
    worked: median(all("worked")),
    polls: median(all("polls")),
  };
}

function judge(report, limits) {
  for (const [what, measured, limit] of limits) {
    report.target({
      what: `generate to completed, ${ROWS} rows, ${what}`,
      measured: millis(measured),
      target: `<= ${limit} ms`,
      met: measured <= limit,
    });
  }
}

/** One run, from the request to the answer that says completed; milliseconds. */
async function generate(api, reportId, format) {
  const begin = performance.now();
  const started = await api.json("POST", `/api/v1/reports/${reportId}/generate`, {
    body: { formats: [format], force: true },
  });
  const accepted = performance.now() - begin;
  for (let polls = 1; ; polls += 1) {
    const run = await api.json("GET", `/api/v1/runs/${started.id}`);
    if (run.status === "completed") {
      const [created, claimed, completed] = [run.created_at, run.started_at, run.completed_at].map(
        Date.parse,
      );
      return {
        accepted,
        completed: performance.now() - begin,
        polls,
        waited: claimed - created,
        worked: completed - claimed,
      };
    }
    if (ENDED.includes(run.status)) throw new Error(`run ${run.status}: ${JSON.stringify(run.error)}`);
    await pause(POLL_EVERY_MS);
  }
}
