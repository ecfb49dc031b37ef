import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { appendResultSchema, datasetIdParam } from "../schemas";
import { rowsBody, takeRows } from "./rows-body";

/** `POST /datasets/{id}/rows`: adds rows; readers see all of them or none. */
export const appendRowsRoute = defineRoute(
  {
    method: "post",
    path: "/datasets/{id}/rows",
    operationId: "appendRows",
    tags: ["Datasets"],
    summary: "Append rows",
    bodyLimit: "rows",
    idempotent: true,
    problems: ["too_large", "not_ready", "validation_failed"],
    request: { params: datasetIdParam, body: rowsBody },
    responses: { 200: jsonAnswer(appendResultSchema, "How many rows were taken, and which were not.") },
  },
  async (c) => c.json(await takeRows(c, c.req.valid("param").id, "append"), 200),
);
