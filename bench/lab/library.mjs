// 100,000 reports of one workspace, one of them real, with a run and a dataset behind it. Filled once a run of the benchmark.
import { setTimeout as pause } from "node:timers/promises";
import { sampleDataset } from "./datasets.mjs";
import { fillReports } from "./fill-reports.mjs";
import { VIEWER } from "./product.mjs";

const filled = new WeakMap();

/**
 * @param {Awaited<ReturnType<typeof import("./product.mjs").startProduct>>} product
 * @returns {Promise<{ ids: string[], report: object, dataset: object, run: object }>} `ids` are those of the filled reports
 */
export function library(product, reports) {
  if (!filled.has(product)) filled.set(product, fill(product, reports));
  return filled.get(product);
}

async function fill(product, reports) {
  const { api, database } = product;
  const dataset = await sampleDataset(api, 1_000);
  const config = { dataset: dataset.id, fields: dataset.fields.map(({ name }) => name) };
  const report = await api.json("POST", "/api/v1/reports", {
    body: { name: "The real one", status: "active", visibility: "workspace", config },
  });
  const run = await completedRun(api, report.id, ["csv", "html"]);
  const control = await database("DB");
  const row = await control
    .prepare("SELECT formats, files, frozen, result_summary FROM runs WHERE id = ?")
    .bind(run.id)
    .first();
  const ids = await fillReports(product, reports, VIEWER, { config, dataset: dataset.id, run: row });
  return { ids, report, dataset, run };
}

/** Generates and waits for the end. */
export async function completedRun(api, reportId, formats) {
  const { id } = await api.json("POST", `/api/v1/reports/${reportId}/generate`, {
    body: { formats, force: true },
  });
  for (;;) {
    const run = await api.json("GET", `/api/v1/runs/${id}`);
    if (run.status === "completed") return run;
    if (run.status === "failed") throw new Error(`run failed: ${JSON.stringify(run.error)}`);
    await pause(10);
  }
}
