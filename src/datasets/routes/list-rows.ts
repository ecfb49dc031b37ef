import { jsonAnswer } from "../../http/json-content";
import { pageSchema } from "../../http/paging";
import { defineRoute } from "../../http/route";
import { listRows, rowsQuery } from "../rows";
import { datasetIdParam, rowSchema } from "../schemas";

/** `GET /datasets/{id}/rows`: filtered, sorted, in pages. */
export const listRowsRoute = defineRoute(
  {
    method: "get",
    path: "/datasets/{id}/rows",
    operationId: "listRows",
    tags: ["Datasets"],
    summary: "List a dataset's rows",
    request: { params: datasetIdParam, query: rowsQuery },
    responses: { 200: jsonAnswer(pageSchema(rowSchema, "RowPage"), "A page of rows.") },
  },
  async (c) => c.json(await listRows(c.get("ctx"), c.req.valid("param").id, c.req.valid("query")), 200),
);
