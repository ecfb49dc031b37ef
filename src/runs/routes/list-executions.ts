import { z } from "@hono/zod-openapi";
import { jsonAnswer } from "../../http/json-content";
import { wholeNumber } from "../../http/paging";
import { defineRoute } from "../../http/route";
import { executionSchema, reportIdParam } from "../../reports/schemas";
import { listExecutions } from "../executions";

const executionsSchema = z
  .object({
    report_id: z.string(),
    report_name: z.string(),
    total_executions: z.int(),
    executions: z.array(executionSchema),
  })
  .openapi("Executions");

/** `GET /reports/{id}/executions`: a report's history, newest first (A21, F26). */
export const listExecutionsRoute = defineRoute(
  {
    method: "get",
    path: "/reports/{id}/executions",
    operationId: "listExecutions",
    tags: ["Runs"],
    summary: "A report's history",
    request: {
      params: reportIdParam,
      query: z.object({ limit: wholeNumber({ min: 1, max: 100 }).optional().default(20) }),
    },
    responses: { 200: jsonAnswer(executionsSchema, "The newest runs.") },
  },
  async (c) =>
    c.json(await listExecutions(c.get("ctx"), c.req.valid("param").id, c.req.valid("query").limit), 200),
);
