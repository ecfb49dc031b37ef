import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { appendResultSchema, datasetIdParam } from "../schemas";
import { rowsBody, takeRows } from "./rows-body";

/** `PUT /datasets/{id}/rows`: the rows become the dataset's new revision. */
export const replaceRowsRoute = defineRoute(
  {
    method: "put",
    path: "/datasets/{id}/rows",
    operationId: "replaceRows",
    tags: ["Datasets"],
    summary: "Replace rows",
    bodyLimit: "rows",
    problems: ["too_large", "not_ready", "validation_failed"],
    request: { params: datasetIdParam, body: rowsBody },
    responses: { 200: jsonAnswer(appendResultSchema, "How many rows were taken, and which were not.") },
  },
  async (c) => c.json(await takeRows(c, c.req.valid("param").id, "replace"), 200),
);
