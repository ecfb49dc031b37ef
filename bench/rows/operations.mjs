// One request of each operation of the API, some in several ways.
import { csvFile, untilReady, upload } from "../lab/datasets.mjs";

/** DESIGN.md, "Numbers to reach". */
const LIST_ROWS = 200;
const DETAIL_ROWS = 60;
const SEARCH_ROWS = 500;

/**
 * Makes the requests in an order in which each finds what it needs.
 * @returns {AsyncGenerator<{ operation: string, what: string, answer: object, rowsRead?: number }>}
 */
export async function* operations({ api, viewer }, { ids, report, dataset, run }) {
  yield* readReports(api, viewer, ids, report);
  yield* readRuns(api, report, run);
  yield* readDatasets(api, dataset);
  yield { operation: "getMe", what: "", answer: await api.call("GET", "/api/v1/auth/me") };
  yield { operation: "getHealth", what: "", answer: await api.call("GET", "/api/v1/health") };
  yield* writeReports(api, dataset);
  yield* writeDatasets(api);
}

async function* readReports(api, viewer, ids, report) {
  const list = (who, query) => who.call("GET", `/api/v1/reports?page_size=20&${query}`);
  const lists = {
    "": "",
    "page 5": "page=5",
    "status=draft": "status=draft",
    "kind=built": "kind=built",
    "is_shared=true": "is_shared=true",
    created_by: "created_by=owner-7",
    "ordering=name": "ordering=name",
    "ordering=-updated_at": "ordering=-updated_at",
  };
  for (const [what, query] of Object.entries(lists)) {
    yield { operation: "listReports", what, answer: await list(api, query), rowsRead: LIST_ROWS };
    yield {
      operation: "listReports",
      what: `${what} as viewer`.trim(),
      answer: await list(viewer, query),
      rowsRead: LIST_ROWS,
    };
  }
  const { next_cursor } = await api.json("GET", "/api/v1/reports?page_size=100&page=3");
  const cursor = `cursor=${encodeURIComponent(next_cursor)}`;
  yield { operation: "listReports", what: "cursor", answer: await list(api, cursor), rowsRead: LIST_ROWS };
  yield {
    operation: "listReports",
    what: "search=sales",
    answer: await list(api, "search=sales"),
    rowsRead: SEARCH_ROWS,
  };
  yield {
    operation: "getReport",
    what: "",
    answer: await api.call("GET", `/api/v1/reports/${report.id}`),
    rowsRead: DETAIL_ROWS,
  };
  const withRuns = await api.call("GET", `/api/v1/reports/${ids[0]}`);
  yield { operation: "getReport", what: "with 20 runs", answer: withRuns, rowsRead: DETAIL_ROWS };
  const asViewer = await viewer.call("GET", `/api/v1/reports/${ids[500]}`);
  yield { operation: "getReport", what: "shared, as viewer", answer: asViewer, rowsRead: DETAIL_ROWS };
}

async function* readRuns(api, report, run) {
  const of = `/api/v1/reports/${report.id}`;
  yield {
    operation: "listRuns",
    what: "",
    answer: await api.call("GET", "/api/v1/runs"),
    rowsRead: LIST_ROWS,
  };
  yield {
    operation: "listRuns",
    what: "of a report",
    answer: await api.call("GET", `/api/v1/runs?report_id=${report.id}`),
  };
  yield { operation: "getRun", what: "", answer: await api.call("GET", `/api/v1/runs/${run.id}`) };
  yield { operation: "getReportStatus", what: "", answer: await api.call("GET", `${of}/status`) };
  yield {
    operation: "getReportStatus",
    what: "task_id",
    answer: await api.call("GET", `${of}/status?task_id=${run.id}`),
  };
  yield { operation: "listExecutions", what: "", answer: await api.call("GET", `${of}/executions`) };
  yield { operation: "previewReport", what: "", answer: await api.call("GET", `${of}/preview`) };
  yield { operation: "downloadReport", what: "csv", answer: await api.call("GET", `${of}/download/csv`) };
  yield {
    operation: "downloadReport",
    what: "json, made now",
    answer: await api.call("GET", `${of}/download/json`),
  };
  const events = { headers: { accept: "text/event-stream" }, headOnly: true };
  yield { operation: "watchReport", what: "events", answer: await api.call("GET", `${of}/live`, events) };
  const { pathname } = new URL(run.files[0].download_url);
  yield { operation: "downloadByLink", what: "", answer: await api.call("GET", pathname) };
}

async function* readDatasets(api, dataset) {
  const of = `/api/v1/datasets/${dataset.id}`;
  const rows = (query) => api.call("GET", `${of}/rows?page_size=20&${query}`);
  yield { operation: "listDatasets", what: "", answer: await api.call("GET", "/api/v1/datasets") };
  yield { operation: "getDataset", what: "", answer: await api.call("GET", of) };
  yield { operation: "listRows", what: "", answer: await rows("") };
  yield {
    operation: "listRows",
    what: "filter, sort",
    answer: await rows(`sort_by=revenue&filter=${encodeURIComponent('{"visits":{"gte":10}}')}`),
  };
  yield { operation: "getDatasetStatistics", what: "", answer: await api.call("GET", `${of}/statistics`) };
}

async function* writeReports(api, dataset) {
  const definition = {
    name: "A new one",
    config: { dataset: dataset.id, fields: ["id", "name", "revenue"] },
  };
  const create = (headers) => api.call("POST", "/api/v1/reports", { body: definition, headers });
  const created = await create({});
  const of = `/api/v1/reports/${JSON.parse(created.bytes.toString()).id}`;
  yield { operation: "createReport", what: "", answer: created };
  const once = { "idempotency-key": `bench-${Date.now()}` };
  yield { operation: "createReport", what: "Idempotency-Key", answer: await create(once) };
  yield { operation: "createReport", what: "replayed", answer: await create(once) };
  const { dataset: _, ...rest } = definition.config;
  const anyDataset = { ...definition, config: { ...rest, fields: ["id", "name", "revenue"] } };
  const guessed = await api.call("POST", "/api/v1/reports", { body: anyDataset });
  if (guessed.status === 201) yield { operation: "createReport", what: "dataset left out", answer: guessed };
  yield {
    operation: "updateReport",
    what: "name",
    answer: await api.call("PATCH", of, { body: { name: "Another name" } }),
  };
  const config = { ...definition.config, sort_by: "revenue" };
  yield {
    operation: "updateReport",
    what: "config",
    answer: await api.call("PATCH", of, { body: { config } }),
  };
  yield { operation: "replaceReport", what: "", answer: await api.call("PUT", of, { body: definition }) };
  const generate = (body) => api.call("POST", `${of}/generate`, { body: { formats: ["csv"], ...body } });
  yield { operation: "generateReport", what: "", answer: await generate({}) };
  yield {
    operation: "generateReport",
    what: "async=false",
    answer: await generate({ async: false, force: true }),
  };
  yield { operation: "deleteReport", what: "", answer: await api.call("DELETE", of) };
  yield { operation: "restoreReport", what: "", answer: await api.call("POST", `${of}/restore`) };
  yield {
    operation: "deleteReport",
    what: "permanent",
    answer: await api.call("DELETE", `${of}?permanent=true`),
  };
}

async function* writeDatasets(api) {
  const made = await api.call("POST", "/api/v1/datasets", {
    body: { name: "A stream", fields: [{ name: "n", label: "N", type: "integer" }] },
  });
  yield { operation: "createDataset", what: "", answer: made };
  const of = `/api/v1/datasets/${JSON.parse(made.bytes.toString()).id}`;
  const rows = { body: [{ n: 1 }, { n: 2 }] };
  yield { operation: "appendRows", what: "the first", answer: await api.call("POST", `${of}/rows`, rows) };
  yield { operation: "appendRows", what: "more", answer: await api.call("POST", `${of}/rows`, rows) };
  yield { operation: "replaceRows", what: "", answer: await api.call("PUT", `${of}/rows`, rows) };
  yield {
    operation: "updateDataset",
    what: "",
    answer: await api.call("PATCH", of, { body: { name: "Renamed" } }),
  };
  yield { operation: "deleteDataset", what: "", answer: await api.call("DELETE", of) };

  const { pieces, length } = csvFile(100);
  const headers = { "content-type": "text/csv", "content-length": length };
  const body = Buffer.concat(pieces);
  yield {
    operation: "uploadDataset",
    what: "raw",
    answer: await api.call("POST", "/api/v1/datasets/upload?name=Raw", { body, headers }),
  };
  const faulty = Buffer.from(`id,n\r\n${"1,2\r\n".repeat(50)}3,4,5\r\n`);
  const id = await upload(api, "Faulty", { pieces: [faulty], length: faulty.length });
  await untilReady(api, id);
  yield {
    operation: "getDatasetErrors",
    what: "",
    answer: await api.call("GET", `/api/v1/datasets/${id}/errors.csv`),
  };
}
