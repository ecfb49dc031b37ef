import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { RESUME, turnSchedule } from "../pause";
import { scheduleIdParam, scheduleSchema } from "../schemas";

/** `POST /schedules/{id}/resume`: goes on from now (X42, N8). */
export const resumeScheduleRoute = defineRoute(
  {
    method: "post",
    path: "/schedules/{id}/resume",
    operationId: "resumeSchedule",
    tags: ["Schedules"],
    summary: "Resume a paused schedule",
    description:
      "Whoever resumes a schedule that was paused because its owner lost access becomes its owner.",
    request: { params: scheduleIdParam },
    responses: { 200: jsonAnswer(scheduleSchema, "The schedule, with its next run.") },
  },
  async (c) => c.json(await turnSchedule(c.get("ctx"), RESUME, c.req.valid("param").id), 200),
);
