import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { reportIdParam } from "../schemas";
import { unsharedSchema, userIdsSchema } from "../share-schemas";
import { unshareReport } from "../unshare";

/** `POST /reports/{id}/unshare`: takes it from users again (A38, G3). */
export const unshareReportRoute = defineRoute(
  {
    method: "post",
    path: "/reports/{id}/unshare",
    operationId: "unshareReport",
    tags: ["Reports"],
    summary: "Stop sharing a report",
    request: { params: reportIdParam, body: jsonBody(userIdsSchema, "With whom no longer.") },
    responses: { 200: jsonAnswer(unsharedSchema, "They have it no longer.") },
  },
  async (c) => c.json(await unshareReport(c.get("ctx"), c.req.valid("param").id, c.req.valid("json")), 200),
);
