import { jsonAnswer } from "../../http/json-content";
import { pageSchema } from "../../http/paging";
import { defineRoute } from "../../http/route";
import { listDatasets, listDatasetsQuery } from "../list";
import { datasetSchema } from "../schemas";

/** `GET /datasets`: all of the workspace. */
export const listDatasetsRoute = defineRoute(
  {
    method: "get",
    path: "/datasets",
    operationId: "listDatasets",
    tags: ["Datasets"],
    summary: "List datasets",
    request: { query: listDatasetsQuery },
    responses: { 200: jsonAnswer(pageSchema(datasetSchema, "DatasetPage"), "A page of datasets.") },
  },
  async (c) => c.json(await listDatasets(c.get("ctx"), c.req.valid("query")), 200),
);
