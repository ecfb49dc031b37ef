import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { requestPlatform } from "../../identity/request-context";
import { healthOf, healthSchema, httpStatus } from "../health/report";

/** `GET /health`: is the service up? Open, and shows no tenant facts (A41). */
export const healthRoute = defineRoute(
  {
    method: "get",
    path: "/health",
    operationId: "getHealth",
    tags: ["Operations"],
    summary: "Is the service up?",
    description:
      "`degraded` when it works but not well: runs wait long or in great number, more than 5 % of the last ones " +
      "failed, messages were given up, or the database is slow.",
    security: [],
    responses: {
      200: jsonAnswer(healthSchema, "It is."),
      503: jsonAnswer(healthSchema, "It is not."),
    },
  },
  async (c) => {
    const health = await healthOf(requestPlatform(c));
    return c.json(health, httpStatus(health));
  },
);
