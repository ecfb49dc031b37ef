import { parseExact } from "../../datasets/read/json-values";
import { checkIfMatch } from "../../http/etag";
import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { generatedSchema, runSchema } from "../../runs/schemas";
import { runHeaders } from "../../runs/status";
import { editReport } from "../edit";
import { editReportSchema } from "../edited/schemas";
import { reportIdParam } from "../schemas";

/** `PUT /reports/{id}/edit`: edited data becomes a new version and its files are made again (A18). */
export const editReportRoute = defineRoute(
  {
    method: "put",
    path: "/reports/{id}/edit",
    operationId: "editReport",
    tags: ["Reports"],
    summary: "Edit a report's data",
    description:
      "The data is checked against the columns of the newest version and becomes the next one, with files of its own; the former version stays as it was. Data has at most 5 MB. Subtotals and totals are made anew where rows as they are shown can be added up.",
    conditional: "write",
    bodyLimit: "data",
    parseJson: parseExact,
    problems: ["not_ready", "conflict", "gone"],
    takes: ["Prefer"],
    request: { params: reportIdParam, body: jsonBody(editReportSchema, "The edited data.") },
    responses: {
      200: jsonAnswer(generatedSchema, "The completed run with its rows."),
      202: jsonAnswer(runSchema, "The run that makes the new version is under way."),
    },
  },
  async (c) => {
    const answer = await editReport(c.get("ctx"), {
      id: c.req.valid("param").id,
      body: c.req.valid("json"),
      checkTag: (tag) => checkIfMatch(c, tag),
      isConditional: c.req.header("If-Match") !== undefined,
      prefer: c.req.header("Prefer"),
    });
    if ("done" in answer) return c.json(answer.done, 200);
    return c.json(answer.waiting, 202, runHeaders(answer.waiting));
  },
);
