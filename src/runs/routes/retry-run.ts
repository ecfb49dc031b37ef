import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { retry } from "../retry";
import { runView } from "../run-view";
import { runSchema } from "../schemas";
import { runIdParam } from "./run-param";

/** `POST /runs/{id}/retry`: tries a failed run again (D14). */
export const retryRunRoute = defineRoute(
  {
    method: "post",
    path: "/runs/{id}/retry",
    operationId: "retryRun",
    tags: ["Runs"],
    summary: "Try a failed run again",
    description:
      "At most five times for a run and all its retries together. Makes a new run, with `trigger: retry`.",
    problems: ["conflict"],
    request: { params: runIdParam },
    responses: { 202: jsonAnswer(runSchema, "The new run is under way.") },
  },
  async (c) => {
    const ctx = c.get("ctx");
    const run = await retry(ctx, c.req.valid("param").id);
    const view = await runView(ctx, run, ctx.origin, ctx.actor);
    return c.json(view, 202, { Location: `/api/v1/runs/${view.id}`, "Retry-After": "1" });
  },
);
