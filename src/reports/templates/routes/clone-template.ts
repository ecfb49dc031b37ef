import { jsonAnswer, jsonBody } from "../../../http/json-content";
import { defineRoute } from "../../../http/route";
import { cloneTemplate } from "../clone";
import { clonedReportSchema, cloneTemplateSchema, templateIdParam } from "../schemas";

/** `POST /templates/{id}/clone`: a report of the caller's own, made from the template (A40, B20). */
export const cloneTemplateRoute = defineRoute(
  {
    method: "post",
    path: "/templates/{id}/clone",
    operationId: "cloneTemplate",
    tags: ["Templates"],
    summary: "Make a report from a template",
    request: {
      params: templateIdParam,
      body: {
        ...jsonBody(cloneTemplateSchema, "What differs from the template; all of it may be left out."),
        required: false,
      },
    },
    responses: { 201: jsonAnswer(clonedReportSchema, "The report.") },
  },
  async (c) => {
    const report = await cloneTemplate(c.get("ctx"), c.req.valid("param").id, c.req.valid("json"));
    return c.json(report, 201, { Location: `/api/v1/reports/${report.id}` });
  },
);
