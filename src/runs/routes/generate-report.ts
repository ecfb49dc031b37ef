import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { reportIdParam } from "../../reports/schemas";
import { generateReport } from "../generate";
import { generatedSchema, generateSchema, runSchema } from "../schemas";
import { runHeaders } from "../status";

/** `POST /reports/{id}/generate`: starts a run, or does it now with `async: false` (A11, A15, D4, D5, E4). */
export const generateReportRoute = defineRoute(
  {
    method: "post",
    path: "/reports/{id}/generate",
    operationId: "generateReport",
    tags: ["Runs"],
    summary: "Generate a report's files",
    description:
      "`async: false`, or `Prefer: wait=N`, waits for the end, for 60 seconds at most, and answers 200 with the run " +
      "as it ended and its first rows: 1,000, and at most about 4 MB; `data_truncated` says whether that left some " +
      "out. A run that failed or was cancelled is answered so, too, without rows: `status`, `reason` and `error` " +
      "tell. One that has not ended by then is answered 202 and goes on.",
    takes: ["Prefer"],
    request: {
      params: reportIdParam,
      body: { ...jsonBody(generateSchema, "What to make; all of it may be left out."), required: false },
    },
    responses: {
      200: jsonAnswer(generatedSchema, "The run as it ended, with its rows."),
      202: jsonAnswer(runSchema, "The run is under way."),
    },
  },
  async (c) => {
    const { id } = c.req.valid("param");
    const result = await generateReport(c.get("ctx"), id, c.req.valid("json"), c.req.header("Prefer"));
    if ("done" in result) return c.json(result.done, 200);
    return c.json(result.waiting, 202, runHeaders(result.waiting));
  },
);
