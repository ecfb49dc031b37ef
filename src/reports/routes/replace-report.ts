import { checkIfMatch } from "../../http/etag";
import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { replaceReportSchema, reportIdParam, reportSchema } from "../schemas";
import { updateReport } from "../update";

const DEFAULTS = { description: null, status: "draft", visibility: "private" } as const;

/** `PUT /reports/{id}`: the whole definition, or a part of it (A5: seed 000's PUT acts as partial). */
export const replaceReportRoute = defineRoute(
  {
    method: "put",
    path: "/reports/{id}",
    operationId: "replaceReport",
    tags: ["Reports"],
    summary: "Replace a report's definition",
    description:
      "With `name` and `config` it is the whole definition, and what is left out takes its default. " +
      "With less, only what is named changes.",
    conditional: "write",
    problems: ["conflict"],
    request: { params: reportIdParam, body: jsonBody(replaceReportSchema, "The whole definition.") },
    responses: { 200: jsonAnswer(reportSchema, "The changed report.") },
  },
  async (c) => {
    const { id } = c.req.valid("param");
    const body = c.req.valid("json");
    const isWhole = body.name !== undefined && body.config !== undefined;
    const changes = isWhole ? { ...DEFAULTS, ...body } : body;
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    return c.json(await updateReport(c.get("ctx"), { id, changes, checkTag }), 200);
  },
);
