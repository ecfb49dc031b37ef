import { z } from "@hono/zod-openapi";
import { jsonAnswer } from "../../http/json-content";
import { wholeNumber } from "../../http/paging";
import { defineRoute } from "../../http/route";
import { scheduleHistory } from "../history";
import { scheduleIdParam, slotSchema } from "../schemas";

/** `GET /schedules/{id}/history`: what came of each planned time, the ones left out too (U9). */
export const listSlotsRoute = defineRoute(
  {
    method: "get",
    path: "/schedules/{id}/history",
    operationId: "listScheduleHistory",
    tags: ["Schedules"],
    summary: "What came of its planned times",
    request: {
      params: scheduleIdParam,
      query: z.object({ limit: wholeNumber({ min: 1, max: 100 }).optional().default(20) }),
    },
    responses: {
      200: jsonAnswer(
        z.object({ items: z.array(slotSchema) }).openapi("ScheduleHistory"),
        "The newest slots first; kept for 90 days.",
      ),
    },
  },
  async (c) =>
    c.json(await scheduleHistory(c.get("ctx"), c.req.valid("param").id, c.req.valid("query").limit), 200),
);
