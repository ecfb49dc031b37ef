import { z } from "@hono/zod-openapi";
import { jsonAnswer } from "../../http/json-content";
import { wholeNumber } from "../../http/paging";
import { defineRoute } from "../../http/route";
import { nextRuns } from "../get";
import { nextRunsSchema, scheduleIdParam } from "../schemas";

/** `GET /schedules/{id}/next-runs`: with the zone named (N7). */
export const listNextRunsRoute = defineRoute(
  {
    method: "get",
    path: "/schedules/{id}/next-runs",
    operationId: "listNextRuns",
    tags: ["Schedules"],
    summary: "When does it run next?",
    description: "What the rule says, whether the schedule is paused or not.",
    request: {
      params: scheduleIdParam,
      query: z.object({
        from: z.iso.datetime({ offset: true }).optional().openapi({ description: "Now if left out." }),
        count: wholeNumber({ min: 1, max: 100 }).optional().default(5),
      }),
    },
    responses: { 200: jsonAnswer(nextRunsSchema, "The next slots; fewer when the schedule ends.") },
  },
  async (c) => {
    const { from, count } = c.req.valid("query");
    const when = { from: from === undefined ? undefined : new Date(from), count };
    return c.json(await nextRuns(c.get("ctx"), c.req.valid("param").id, when), 200);
  },
);
