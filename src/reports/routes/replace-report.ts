import { checkIfMatch } from "../../http/etag";
import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { replaceReportSchema, reportIdParam, reportSchema } from "../schemas";
import { updateReport } from "../update";

/** `PUT /reports/{id}`: the whole definition; what is left out takes its default (A5). */
export const replaceReportRoute = defineRoute(
  {
    method: "put",
    path: "/reports/{id}",
    operationId: "replaceReport",
    tags: ["Reports"],
    summary: "Replace a report's definition",
    conditional: "write",
    problems: ["conflict"],
    request: { params: reportIdParam, body: jsonBody(replaceReportSchema, "The whole definition.") },
    responses: { 200: jsonAnswer(reportSchema, "The changed report.") },
  },
  async (c) => {
    const { id } = c.req.valid("param");
    const body = c.req.valid("json");
    const defaults = { description: null, status: "draft", visibility: "private" } as const;
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    return c.json(await updateReport(c.get("ctx"), { id, changes: { ...defaults, ...body }, checkTag }), 200);
  },
);
