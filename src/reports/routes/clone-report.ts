import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { cloneReport } from "../clone";
import { cloneReportSchema, reportIdParam, reportSchema } from "../schemas";

/** `POST /reports/{id}/clone`: a report of the caller's own, like this one (A39, B20). */
export const cloneReportRoute = defineRoute(
  {
    method: "post",
    path: "/reports/{id}/clone",
    operationId: "cloneReport",
    tags: ["Reports"],
    summary: "Clone a report",
    problems: ["conflict", "gone"],
    request: { params: reportIdParam, body: jsonBody(cloneReportSchema, "What differs from the report.") },
    responses: { 201: jsonAnswer(reportSchema, "The new report.") },
  },
  async (c) => {
    const report = await cloneReport(c.get("ctx"), c.req.valid("param").id, c.req.valid("json"));
    return c.json(report, 201, { Location: `/api/v1/reports/${report.id}` });
  },
);
