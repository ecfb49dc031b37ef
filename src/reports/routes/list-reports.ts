import { jsonAnswer } from "../../http/json-content";
import { pageSchema } from "../../http/paging";
import { defineRoute } from "../../http/route";
import { listReports, listReportsQuery } from "../list";
import { reportSchema } from "../schemas";

/** `GET /reports`: what the caller may view (A2, F7–F10). */
export const listReportsRoute = defineRoute(
  {
    method: "get",
    path: "/reports",
    operationId: "listReports",
    tags: ["Reports"],
    summary: "List reports",
    request: { query: listReportsQuery },
    responses: { 200: jsonAnswer(pageSchema(reportSchema, "ReportPage"), "A page of reports.") },
  },
  async (c) => c.json(await listReports(c.get("ctx"), c.req.valid("query")), 200),
);
