import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { reportIdParam } from "../../reports/schemas";
import { replaceScheduleSchema, scheduleKey, scheduleSchema } from "../schemas";
import { upsertSchedule } from "../upsert";

const params = reportIdParam.extend({
  key: scheduleKey.openapi({ param: { name: "key", in: "path" }, example: "weekly-to-management" }),
});

/** `PUT /reports/{id}/schedules/{key}`: made or replaced, the same however often it is sent (X43). */
export const upsertScheduleRoute = defineRoute(
  {
    method: "put",
    path: "/reports/{id}/schedules/{key}",
    operationId: "upsertSchedule",
    tags: ["Schedules"],
    summary: "Make or replace a schedule by its key",
    description:
      "The key is the caller's own and stands for one schedule of the report. What is left out takes its default; " +
      "a paused schedule stays paused. Of several requests at once the last one wins.",
    request: { params, body: jsonBody(replaceScheduleSchema, "The whole schedule.") },
    responses: {
      200: jsonAnswer(scheduleSchema, "The replaced schedule."),
      201: jsonAnswer(scheduleSchema, "The new schedule."),
    },
  },
  async (c) => {
    const { id: reportId, key } = c.req.valid("param");
    const { schedule, isNew } = await upsertSchedule(c.get("ctx"), {
      reportId,
      key,
      wanted: c.req.valid("json"),
    });
    return isNew
      ? c.json(schedule, 201, { Location: `/api/v1/schedules/${schedule.id}` })
      : c.json(schedule, 200);
  },
);
