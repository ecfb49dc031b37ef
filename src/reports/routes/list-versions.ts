import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { reportIdParam } from "../schemas";
import { listVersions } from "../versions/list";
import { listVersionsQuery, versionPageSchema } from "../versions/schemas";

/** `GET /reports/{id}/versions`: what changes, runs and edits produced, newest first (A26, F23). */
export const listVersionsRoute = defineRoute(
  {
    method: "get",
    path: "/reports/{id}/versions",
    operationId: "listReportVersions",
    tags: ["Reports"],
    summary: "A report's versions",
    request: { params: reportIdParam, query: listVersionsQuery },
    responses: { 200: jsonAnswer(versionPageSchema, "The versions.") },
  },
  async (c) => c.json(await listVersions(c.get("ctx"), c.req.valid("param").id, c.req.valid("query")), 200),
);
