import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { scheduleIdParam } from "../../schedules/schemas";
import { listScheduleDeliveries } from "../list-schedule-deliveries";
import { deliveriesQuery, scheduleDeliveriesSchema } from "../schemas";

/** `GET /schedules/{id}/deliveries`: who got what, and why somebody did not (U29). */
export const listScheduleDeliveriesRoute = defineRoute(
  {
    method: "get",
    path: "/schedules/{id}/deliveries",
    operationId: "listScheduleDeliveries",
    tags: ["Schedules"],
    summary: "A schedule's deliveries, newest first",
    request: { params: scheduleIdParam, query: deliveriesQuery },
    responses: { 200: jsonAnswer(scheduleDeliveriesSchema, "The newest of them.") },
  },
  async (c) =>
    c.json(await listScheduleDeliveries(c.get("ctx"), c.req.valid("param").id, c.req.valid("query")), 200),
);
