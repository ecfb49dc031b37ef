import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { pauseSchedule } from "../pause";
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
  async (c) => c.json(await pauseSchedule(c.get("ctx"), c.req.valid("param").id), 200),
);
