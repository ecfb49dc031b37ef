import { checkIfMatch } from "../../http/etag";
import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { replaceScheduleSchema, scheduleIdParam, scheduleSchema } from "../schemas";
import { updateSchedule } from "../update";

/** `PUT /schedules/{id}`: the whole schedule; what is left out takes its default. */
export const replaceScheduleRoute = defineRoute(
  {
    method: "put",
    path: "/schedules/{id}",
    operationId: "replaceSchedule",
    tags: ["Schedules"],
    summary: "Replace a schedule",
    conditional: "write",
    problems: ["conflict"],
    request: { params: scheduleIdParam, body: jsonBody(replaceScheduleSchema, "The whole schedule.") },
    responses: { 200: jsonAnswer(scheduleSchema, "The changed schedule.") },
  },
  async (c) => {
    const input = { id: c.req.valid("param").id, changes: c.req.valid("json"), replace: true };
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    return c.json(await updateSchedule(c.get("ctx"), { ...input, checkTag }), 200);
  },
);
