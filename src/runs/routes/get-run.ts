import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { findRun } from "../find";
import { isWaiting } from "../machine";
import { runView } from "../run-view";
import { runSchema } from "../schemas";
import { runIdParam } from "./run-param";

/** `GET /runs/{id}`: one generation. */
export const getRunRoute = defineRoute(
  {
    method: "get",
    path: "/runs/{id}",
    operationId: "getRun",
    tags: ["Runs"],
    summary: "Get a run",
    request: { params: runIdParam },
    headers: { 200: ["Retry-After"] },
    responses: { 200: jsonAnswer(runSchema, "The run; with Retry-After while it may still change.") },
  },
  async (c) => {
    const ctx = c.get("ctx");
    const run = await findRun(ctx, c.req.valid("param").id);
    if (isWaiting(run)) c.header("Retry-After", "1");
    return c.json(await runView(ctx, run, ctx.origin, ctx.actor), 200);
  },
);
