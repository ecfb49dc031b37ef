import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { PAUSE } from "../pause";
import { pauseManySchema, turnedManySchema, turnSchedules } from "../turn-many";

/** `POST /schedules/pause`: many at once (X42). */
export const pauseSchedulesRoute = defineRoute(
  {
    method: "post",
    path: "/schedules/pause",
    operationId: "pauseSchedules",
    tags: ["Schedules"],
    summary: "Pause many schedules",
    description: "By their ids, at most 100, or all of a report. The answer says of each id what came of it.",
    request: { body: jsonBody(pauseManySchema, "Which.") },
    responses: { 200: jsonAnswer(turnedManySchema, "What came of each.") },
  },
  async (c) => c.json(await turnSchedules(c.get("ctx"), PAUSE, c.req.valid("json")), 200),
);
