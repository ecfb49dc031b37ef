import { z } from "@hono/zod-openapi";
import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { reportIdParam } from "../../reports/schemas";
import { isWaiting } from "../machine";
import { reportStatus, statusSchema } from "../status";

/** `GET /reports/{id}/status`: how the newest or the named run stands (A16, D6, D10, E5). */
export const reportStatusRoute = defineRoute(
  {
    method: "get",
    path: "/reports/{id}/status",
    operationId: "getReportStatus",
    tags: ["Runs"],
    summary: "How does the generation stand?",
    request: { params: reportIdParam, query: z.object({ task_id: z.string().optional() }) },
    headers: { 200: ["Retry-After"] },
    responses: { 200: jsonAnswer(statusSchema, "The state; with Retry-After while it may still change.") },
  },
  async (c) => {
    const status = await reportStatus(c.get("ctx"), c.req.valid("param").id, c.req.valid("query").task_id);
    if (status.run && isWaiting(status.run)) c.header("Retry-After", "1");
    return c.json(status, 200);
  },
);
