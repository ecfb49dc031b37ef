import { z } from "@hono/zod-openapi";
import { defineRoute } from "../../http/route";

const healthSchema = z
  .object({ service: z.literal("edge-reports"), status: z.literal("healthy"), timestamp: z.iso.datetime() })
  .openapi("Health");

/** `GET /health`: this Worker answers. Open, and shows no tenant facts. */
export const health = defineRoute(
  {
    method: "get",
    path: "/health",
    operationId: "getHealth",
    tags: ["Operations"],
    summary: "Is the service up?",
    security: [],
    responses: {
      200: { description: "It is.", content: { "application/json": { schema: healthSchema } } },
    },
  },
  (c) =>
    c.json(
      { service: "edge-reports" as const, status: "healthy" as const, timestamp: new Date().toISOString() },
      200,
    ),
);
