import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { deliveriesQuery, deliveriesSchema } from "../schemas";
import { listWebhookDeliveries } from "../webhooks/list-deliveries";
import { webhookIdParam } from "../webhooks/schemas";

/** `GET /webhooks/{id}/deliveries`: what it was sent and what it answered (E15). */
export const listWebhookDeliveriesRoute = defineRoute(
  {
    method: "get",
    path: "/webhooks/{id}/deliveries",
    operationId: "listWebhookDeliveries",
    tags: ["Webhooks"],
    summary: "A webhook's deliveries, newest first",
    request: { params: webhookIdParam, query: deliveriesQuery },
    responses: { 200: jsonAnswer(deliveriesSchema, "The newest of them.") },
  },
  async (c) =>
    c.json(await listWebhookDeliveries(c.get("ctx"), c.req.valid("param").id, c.req.valid("query")), 200),
);
