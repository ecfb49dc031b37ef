import { jsonAnswer } from "../../http/json-content";
import { pageSchema } from "../../http/paging";
import { defineRoute } from "../../http/route";
import { listSchedules, listSchedulesQuery } from "../list";
import { scheduleSchema } from "../schemas";

/** `GET /schedules`: with the last result, the next run and who gets what (E4, N7, U9). */
export const listSchedulesRoute = defineRoute(
  {
    method: "get",
    path: "/schedules",
    operationId: "listSchedules",
    tags: ["Schedules"],
    summary: "List schedules",
    description: "Those of the reports that the caller may schedule, newest first.",
    request: { query: listSchedulesQuery },
    responses: { 200: jsonAnswer(pageSchema(scheduleSchema, "SchedulePage"), "A page of schedules.") },
  },
  async (c) => c.json(await listSchedules(c.get("ctx"), c.req.valid("query")), 200),
);
