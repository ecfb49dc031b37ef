import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { createReport } from "../create";
import { createReportSchema, reportSchema } from "../schemas";

/** `POST /reports`: defines a report over a dataset (A3, B26). */
export const createReportRoute = defineRoute(
  {
    method: "post",
    path: "/reports",
    operationId: "createReport",
    tags: ["Reports"],
    summary: "Create a report",
    request: { body: jsonBody(createReportSchema, "The definition.") },
    responses: { 201: jsonAnswer(reportSchema, "The report.") },
  },
  async (c) => {
    const report = await createReport(c.get("ctx"), c.req.valid("json"));
    return c.json(report, 201, { Location: `/api/v1/reports/${report.id}` });
  },
);
