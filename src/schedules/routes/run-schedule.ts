import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { runSchema } from "../../runs/schemas";
import { runScheduleNow } from "../run-now";
import { scheduleIdParam } from "../schemas";

/** `POST /schedules/{id}/run-now`: out of turn, delivered like any other (X44). */
export const runScheduleRoute = defineRoute(
  {
    method: "post",
    path: "/schedules/{id}/run-now",
    operationId: "runSchedule",
    tags: ["Schedules"],
    summary: "Run a schedule now",
    request: { params: scheduleIdParam },
    responses: { 202: jsonAnswer(runSchema, "The run is under way.") },
  },
  async (c) => {
    const run = await runScheduleNow(c.get("ctx"), c.req.valid("param").id);
    return c.json(run, 202, { Location: `/api/v1/runs/${run.id}`, "Retry-After": "1" });
  },
);
