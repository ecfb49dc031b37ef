import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { cancel } from "../cancel";
import { runView } from "../run-view";
import { runSchema } from "../schemas";
import { runIdParam } from "./run-param";

/** `POST /runs/{id}/cancel`: ends a run that waits or is under way (X1, X2, E30). */
export const cancelRunRoute = defineRoute(
  {
    method: "post",
    path: "/runs/{id}/cancel",
    operationId: "cancelRun",
    tags: ["Runs"],
    summary: "Cancel a run",
    description:
      "Harmless to repeat: a run that has ended stays as it is, and the answer shows how it ended.",
    request: { params: runIdParam },
    responses: { 200: jsonAnswer(runSchema, "The run as it stands now.") },
  },
  async (c) => {
    const ctx = c.get("ctx");
    const run = await cancel(ctx, c.req.valid("param").id);
    return c.json(await runView(ctx, run, ctx.origin, ctx.actor), 200);
  },
);
