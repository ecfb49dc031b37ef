import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { RESUME } from "../pause";
import { resumeManySchema, turnedManySchema, turnSchedules } from "../turn-many";

/** `POST /schedules/resume`: many at once, and those that failed (X42). */
export const resumeSchedulesRoute = defineRoute(
  {
    method: "post",
    path: "/schedules/resume",
    operationId: "resumeSchedules",
    tags: ["Schedules"],
    summary: "Resume many schedules",
    description:
      "By their ids, at most 100, all of a report, or all that were paused because they failed: they begin anew, from " +
      "now on. The answer says of each id what came of it.",
    request: { body: jsonBody(resumeManySchema, "Which.") },
    responses: { 200: jsonAnswer(turnedManySchema, "What came of each.") },
  },
  async (c) => c.json(await turnSchedules(c.get("ctx"), RESUME, c.req.valid("json")), 200),
);
