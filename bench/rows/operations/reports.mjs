const LIST_ROWS = 200;
const DETAIL_ROWS = 60;
/** Beyond the matches themselves. */
const SEARCH_ROWS = 500;

const PAGE = 20;
const LISTS = {
  "": "",
  "status=draft": "status=draft",
  "kind=built": "kind=built",
  "is_shared=true": "is_shared=true",
  created_by: "created_by=owner-7",
  "ordering=name": "ordering=name",
  "ordering=-updated_at": "ordering=-updated_at",
};

export async function* reportReads({ api, viewer }, { ids, report }) {
  const operation = "listReports";
  const list = (who, query) => who.call("GET", `/api/v1/reports?page_size=${PAGE}&${query}`);
  for (const [what, query] of Object.entries(LISTS)) {
    yield { operation, what, answer: await list(api, query), rowsRead: LIST_ROWS };
    yield {
      operation,
      what: `${what} as viewer`.trim(),
      answer: await list(viewer, query),
      rowsRead: LIST_ROWS,
    };
  }
  // A page by number passes over what stands before it: two rows a report, its entry and itself.
  yield { operation, what: "page 5", answer: await list(api, "page=5"), rowsRead: LIST_ROWS + 4 * PAGE * 2 };
  const { next_cursor } = await api.json("GET", "/api/v1/reports?page_size=100&page=3");
  const cursor = `cursor=${encodeURIComponent(next_cursor)}`;
  yield { operation, what: "cursor", answer: await list(api, cursor), rowsRead: LIST_ROWS };
  const found = await list(api, "search=sales");
  const { total } = JSON.parse(found.bytes.toString());
  yield { operation, what: "search=sales", answer: found, rowsRead: total + SEARCH_ROWS };

  const details = {
    "": [api, report.id],
    "with 20 runs": [api, ids[0]],
    "shared, as viewer": [viewer, ids[500]],
  };
  for (const [what, [who, id]] of Object.entries(details)) {
    const answer = await who.call("GET", `/api/v1/reports/${id}`);
    yield { operation: "getReport", what, answer, rowsRead: DETAIL_ROWS };
  }
}

export async function* reportWrites({ api }, { dataset }) {
  const config = { dataset: dataset.id, fields: ["id", "name", "revenue"] };
  const definition = { name: "A new one", config };
  const create = (body, headers = {}) => api.call("POST", "/api/v1/reports", { body, headers });
  const created = await create(definition);
  const of = `/api/v1/reports/${JSON.parse(created.bytes.toString()).id}`;
  const call = async (operation, what, method, path, body) => ({
    operation,
    what,
    answer: await api.call(method, `${of}${path}`, { body }),
  });
  yield { operation: "createReport", what: "", answer: created };
  const once = { "idempotency-key": `bench-${Date.now()}` };
  // The key is claimed before, and the answer kept after.
  yield {
    operation: "createReport",
    what: "Idempotency-Key",
    answer: await create(definition, once),
    more: 2,
  };
  yield { operation: "createReport", what: "replayed", answer: await create(definition, once) };
  const guessed = await create({ ...definition, config: { fields: config.fields } });
  if (guessed.status === 201) yield { operation: "createReport", what: "dataset left out", answer: guessed };

  yield await call("updateReport", "name", "PATCH", "", { name: "Another name" });
  yield await call("updateReport", "config", "PATCH", "", { config: { ...config, sort_by: "revenue" } });
  yield await call("replaceReport", "", "PUT", "", definition);
  yield await call("shareReport", "", "POST", "/share", { user_ids: ["owner-1", "owner-2"] });
  yield await call("unshareReport", "", "POST", "/unshare", { user_ids: ["owner-1"] });
  yield await call("listReportVersions", "", "GET", "/versions");
  yield await call("getReportVersion", "", "GET", "/versions/1");
  yield await call("diffReportVersions", "", "GET", "/versions/1/diff/2");
  yield await call("restoreReportVersion", "", "POST", "/versions/1/restore");
  yield await call("cloneReport", "", "POST", "/clone", { name: "A clone" });
  yield await call("softDeleteReport", "", "DELETE", "/soft-delete");
  yield await call("restoreReport", "", "POST", "/restore");
  yield await call("deleteReport", "", "DELETE", "");
  yield await call("restoreReport", "again", "POST", "/restore");
  yield await call("deleteReport", "permanent", "DELETE", "?permanent=true");

  const dry = await api.call("POST", "/api/v1/reports/preview", { body: { config } });
  yield { operation: "previewConfig", what: "", answer: dry };
  const inline = { title: "Inline", data: { rows: [{ a: 1 }] }, config: { format: ["json"] } };
  const answer = await api.call("POST", "/api/v1/reports/generate", { body: inline });
  yield { operation: "generateInlineReport", what: "", answer };
}
