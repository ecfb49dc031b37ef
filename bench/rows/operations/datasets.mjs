import { csvFile, untilReady, upload } from "../../lab/datasets.mjs";

/** Rows of a dataset lie in another database than its definition: one call to each. */
const TWO_DATABASES = { more: 1 };
const CSV = { "content-type": "text/csv" };

export async function* datasetOperations({ api }, { dataset }) {
  yield* reads(api, dataset.id);
  yield* stream(api);
  yield* files(api);
}

async function* reads(api, id) {
  const of = `/api/v1/datasets/${id}`;
  const get = async (operation, what, path, budget) => ({
    operation,
    what,
    answer: await api.call("GET", path),
    ...budget,
  });
  const filter = encodeURIComponent('{"visits":{"gte":10}}');
  yield await get("listPresets", "", "/api/v1/presets");
  yield await get("listDatasets", "", "/api/v1/datasets");
  yield await get("getDataset", "", of);
  yield await get("listRows", "", `${of}/rows?page_size=20`, TWO_DATABASES);
  yield await get(
    "listRows",
    "filter, sort",
    `${of}/rows?page_size=20&sort_by=revenue&filter=${filter}`,
    TWO_DATABASES,
  );
  yield await get("getDatasetStatistics", "", `${of}/statistics`);
}

/** A dataset that grows. */
async function* stream(api) {
  const made = await api.call("POST", "/api/v1/datasets", {
    body: { name: "A stream", fields: [{ name: "n", label: "N", type: "integer" }] },
  });
  yield { operation: "createDataset", what: "", answer: made };
  const of = `/api/v1/datasets/${JSON.parse(made.bytes.toString()).id}`;
  const call = async (operation, what, method, path, body) => ({
    operation,
    what,
    answer: await api.call(method, `${of}${path}`, { body }),
  });
  const rows = [{ n: 1 }, { n: 2 }];
  yield await call("appendRows", "the first", "POST", "/rows", rows);
  yield await call("appendRows", "more", "POST", "/rows", rows);
  yield await call("replaceRows", "", "PUT", "/rows", rows);
  yield await call("updateDataset", "", "PATCH", "", { name: "Renamed" });
  yield { ...(await call("deleteDataset", "", "DELETE", "")), ...TWO_DATABASES };
}

async function* files(api) {
  const { pieces, length } = csvFile(100);
  const headers = { ...CSV, "content-length": length };
  const body = Buffer.concat(pieces);
  const answer = await api.call("POST", "/api/v1/datasets/upload?name=Raw", { body, headers });
  yield { operation: "uploadDataset", what: "raw", answer };
  const faulty = Buffer.from(`id,n\r\n${"1,2\r\n".repeat(50)}3,4,5\r\n`);
  const id = await upload(api, "Faulty", { pieces: [faulty], length: faulty.length });
  await untilReady(api, id);
  const errors = await api.call("GET", `/api/v1/datasets/${id}/errors.csv`);
  yield { operation: "getDatasetErrors", what: "", answer: errors };
}
