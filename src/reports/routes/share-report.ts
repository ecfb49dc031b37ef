import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { reportIdParam } from "../schemas";
import { shareReport } from "../share";
import { sharedSchema, userIdsSchema } from "../share-schemas";

/** `POST /reports/{id}/share`: with users of the workspace, who may then view and generate it (A38, G2). */
export const shareReportRoute = defineRoute(
  {
    method: "post",
    path: "/reports/{id}/share",
    operationId: "shareReport",
    tags: ["Reports"],
    summary: "Share a report",
    description:
      "With at most 1,000 users in all; more is 422, and `visibility: workspace` opens it to everyone.",
    request: { params: reportIdParam, body: jsonBody(userIdsSchema, "With whom.") },
    responses: { 200: jsonAnswer(sharedSchema, "It is shared with them.") },
  },
  async (c) => c.json(await shareReport(c.get("ctx"), c.req.valid("param").id, c.req.valid("json")), 200),
);
