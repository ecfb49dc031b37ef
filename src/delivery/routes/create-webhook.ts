import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { createWebhook } from "../webhooks/create";
import { createWebhookSchema, newWebhookSchema } from "../webhooks/schemas";

/** `POST /webhooks`: tells an address of news (E8, X14, X15). */
export const createWebhookRoute = defineRoute(
  {
    method: "post",
    path: "/webhooks",
    operationId: "createWebhook",
    tags: ["Webhooks"],
    summary: "Create a webhook",
    description:
      "Deliveries follow Standard Webhooks: headers `webhook-id`, `webhook-timestamp` and `webhook-signature`, " +
      "and a thin body `{type, timestamp, data}`. They come at least once: the same `webhook-id` is the same news.",
    problems: ["conflict"],
    request: { body: jsonBody(createWebhookSchema, "Where to, and what of.") },
    responses: { 201: jsonAnswer(newWebhookSchema, "The webhook, and its secret this once.") },
  },
  async (c) => {
    const webhook = await createWebhook(c.get("ctx"), c.req.valid("json"));
    return c.json(webhook, 201, { Location: `/api/v1/webhooks/${webhook.id}` });
  },
);
