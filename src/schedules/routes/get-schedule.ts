import { answerWithEtag } from "../../http/etag";
import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { getSchedule } from "../get";
import { scheduleIdParam, scheduleSchema } from "../schemas";

/** `GET /schedules/{id}`. */
export const getScheduleRoute = defineRoute(
  {
    method: "get",
    path: "/schedules/{id}",
    operationId: "getSchedule",
    tags: ["Schedules"],
    summary: "Get a schedule",
    conditional: "read",
    request: { params: scheduleIdParam },
    responses: { 200: jsonAnswer(scheduleSchema, "The schedule.") },
  },
  async (c) => {
    const { schedule, tag } = await getSchedule(c.get("ctx"), c.req.valid("param").id);
    return answerWithEtag(c, schedule, tag);
  },
);
