import { setTimeout as pause } from "node:timers/promises";

const LIST_ROWS = 200;
/** So many at once that the last one still waits when it is cancelled. */
const BUSY = 8;

export async function* runReads({ api }, { report, run }) {
  const of = `/api/v1/reports/${report.id}`;
  const get = async (operation, what, path, budget) => ({
    operation,
    what,
    answer: await api.call("GET", path),
    ...budget,
  });
  const lists = ["", "status=completed", "status=failed", "page=5", `report_id=${report.id}`];
  for (const query of lists)
    yield await get("listRuns", query.replace(report.id, "…"), `/api/v1/runs?${query}`, {
      rowsRead: LIST_ROWS,
    });
  yield await get("getRun", "", `/api/v1/runs/${run.id}`);
  yield await get("getReportStatus", "", `${of}/status`);
  yield await get("getReportStatus", "task_id", `${of}/status?task_id=${run.id}`);
  yield await get("listExecutions", "", `${of}/executions`);
  yield await get("previewReport", "", `${of}/preview`);
  yield await get("downloadReport", "csv", `${of}/download/csv`);
  yield await get("downloadReport", "json, made now", `${of}/download/json`);
  const events = { headers: { accept: "text/event-stream" }, headOnly: true };
  // Who may watch is asked before the socket is open, how the runs stand only after, so that nothing is missed.
  yield {
    operation: "watchReport",
    what: "events",
    answer: await api.call("GET", `${of}/live`, events),
    more: 1,
  };
  yield await get("downloadByLink", "", new URL(run.files[0].download_url).pathname);
}

export async function* runWrites({ api }, { dataset }) {
  const fields = dataset.fields.map(({ name }) => name);
  const config = { dataset: dataset.id, fields };
  const strict = { ...config, limit: 1, on_limit: "fail" };
  const made = (name, wanted) => api.json("POST", "/api/v1/reports", { body: { name, config: wanted } });
  const [report, failing] = [await made("Generated", config), await made("Too long", strict)];
  const generate = (id, body) =>
    api.call("POST", `/api/v1/reports/${id}/generate`, { body: { formats: ["csv"], ...body } });
  const post = async (operation, what, path, body) => ({
    operation,
    what,
    answer: await api.call("POST", `/api/v1/runs/${path}`, { body }),
  });

  yield { operation: "generateReport", what: "", answer: await generate(report.id, {}) };
  const now = await generate(report.id, { async: false, force: true });
  yield { operation: "generateReport", what: "async=false", answer: now };
  const { id } = JSON.parse(now.bytes.toString());
  yield { operation: "generateReport", what: "cached", answer: await generate(report.id, {}) };
  yield await post("makeRunFile", "", `${id}/files`, { format: "html" });
  yield await post("makeFileLink", "", `${id}/files/csv/links`, {});

  const failed = await generate(failing.id, { async: false });
  yield await post("retryRun", "", `${JSON.parse(failed.bytes.toString()).id}/retry`);
  const waiting = await Promise.all(
    Array.from({ length: BUSY }, () => generate(report.id, { formats: ["pdf"], force: true })),
  );
  yield await post("cancelRun", "", `${JSON.parse(waiting.at(-1).bytes.toString()).id}/cancel`);
  await pause(BUSY * 200); // else they would be counted to what comes next

  const body = { generated_data: [Object.fromEntries(fields.map((name) => [name, null]))] };
  const answer = await api.call("PUT", `/api/v1/reports/${report.id}/edit`, { body });
  yield { operation: "editReport", what: "", answer };
}
