import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { createSchedule } from "../create";
import { createScheduleSchema, scheduleSchema } from "../schemas";

/** `POST /schedules`: when a report is made again, and who gets it (E1–E5, X36–X46). */
export const createScheduleRoute = defineRoute(
  {
    method: "post",
    path: "/schedules",
    operationId: "createSchedule",
    tags: ["Schedules"],
    summary: "Schedule a report",
    description:
      "Give one of `frequency`, `cron` and `every`. A local time that daylight saving skips fires at the next " +
      "valid minute, one that comes twice fires once, the first time.",
    problems: ["not_found"],
    request: { body: jsonBody(createScheduleSchema, "The schedule.") },
    responses: { 201: jsonAnswer(scheduleSchema, "The schedule.") },
  },
  async (c) => {
    const schedule = await createSchedule(c.get("ctx"), c.req.valid("json"));
    return c.json(schedule, 201, { Location: `/api/v1/schedules/${schedule.id}` });
  },
);
