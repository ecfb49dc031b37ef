import { checkIfMatch } from "../../http/etag";
import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { scheduleIdParam, scheduleSchema, updateScheduleSchema } from "../schemas";
import { updateSchedule } from "../update";

/** `PATCH /schedules/{id}`: changes what is named; a new rule or zone counts from now (U6). */
export const updateScheduleRoute = defineRoute(
  {
    method: "patch",
    path: "/schedules/{id}",
    operationId: "updateSchedule",
    tags: ["Schedules"],
    summary: "Change parts of a schedule",
    conditional: "write",
    problems: ["conflict"],
    request: { params: scheduleIdParam, body: jsonBody(updateScheduleSchema, "What changes.") },
    responses: { 200: jsonAnswer(scheduleSchema, "The changed schedule.") },
  },
  async (c) => {
    const input = { id: c.req.valid("param").id, changes: c.req.valid("json"), replace: false };
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    return c.json(await updateSchedule(c.get("ctx"), { ...input, checkTag }), 200);
  },
);
