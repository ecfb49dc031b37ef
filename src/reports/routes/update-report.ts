import { checkIfMatch } from "../../http/etag";
import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { reportIdParam, reportSchema, updateReportSchema } from "../schemas";
import { updateReport } from "../update";

/** `PATCH /reports/{id}`: changes what is named (A6). */
export const updateReportRoute = defineRoute(
  {
    method: "patch",
    path: "/reports/{id}",
    operationId: "updateReport",
    tags: ["Reports"],
    summary: "Change parts of a report",
    conditional: "write",
    problems: ["conflict"],
    request: { params: reportIdParam, body: jsonBody(updateReportSchema, "What changes.") },
    responses: { 200: jsonAnswer(reportSchema, "The changed report.") },
  },
  async (c) => {
    const { id } = c.req.valid("param");
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    return c.json(await updateReport(c.get("ctx"), { id, changes: c.req.valid("json"), checkTag }), 200);
  },
);
