import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { PAUSE, turnSchedule } from "../pause";
import { scheduleIdParam, scheduleSchema } from "../schemas";

/** `POST /schedules/{id}/pause` (X42). */
export const pauseScheduleRoute = defineRoute(
  {
    method: "post",
    path: "/schedules/{id}/pause",
    operationId: "pauseSchedule",
    tags: ["Schedules"],
    summary: "Pause a schedule",
    request: { params: scheduleIdParam },
    responses: { 200: jsonAnswer(scheduleSchema, "The paused schedule.") },
  },
  async (c) => c.json(await turnSchedule(c.get("ctx"), PAUSE, c.req.valid("param").id), 200),
);
