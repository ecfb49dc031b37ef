import { parseExact } from "../../datasets/read/json-values";
import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { runHeaders } from "../../runs/status";
import { generateInline } from "../inline/generate";
import { generateInlineSchema, inlineGeneratedSchema, inlineStartedSchema } from "../inline/schemas";

/** `POST /reports/generate`: a report of data that comes with it, and its run, in one call (A12–A14, A20). */
export const generateInlineReportRoute = defineRoute(
  {
    method: "post",
    path: "/reports/generate",
    operationId: "generateInlineReport",
    tags: ["Reports"],
    summary: "Generate a report from data in the request",
    description:
      "Makes a report of any JSON, at most 5 MB, and starts its run. The data is kept with the report, so that other formats can be made later. `async: false`, or `Prefer: wait=N`, waits for the end.",
    bodyLimit: "data",
    parseJson: parseExact,
    takes: ["Prefer"],
    request: { body: jsonBody(generateInlineSchema, "The data and how it is to look.") },
    responses: {
      200: jsonAnswer(inlineGeneratedSchema, "The completed run with its rows."),
      202: jsonAnswer(inlineStartedSchema, "The report is made and its run under way."),
    },
  },
  async (c) => {
    const answer = await generateInline(c.get("ctx"), c.req.valid("json"), c.req.header("Prefer"));
    if ("done" in answer) return c.json(answer.done, 200);
    return c.json(answer.waiting, 202, runHeaders(answer.waiting.run));
  },
);
