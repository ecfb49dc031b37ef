import { checkIfMatch } from "../../http/etag";
import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { createWebhookSchema, webhookIdParam, webhookSchema } from "../webhooks/schemas";
import { updateWebhook } from "../webhooks/update";

/** `PUT /webhooks/{id}`: what is left out takes its default; the secret stays. */
export const replaceWebhookRoute = defineRoute(
  {
    method: "put",
    path: "/webhooks/{id}",
    operationId: "replaceWebhook",
    tags: ["Webhooks"],
    summary: "Replace a webhook",
    conditional: "write",
    request: { params: webhookIdParam, body: jsonBody(createWebhookSchema, "All of it.") },
    responses: { 200: jsonAnswer(webhookSchema, "The changed webhook.") },
  },
  async (c) => {
    const { id } = c.req.valid("param");
    const changes = { description: null, headers: {}, enabled: true, ...c.req.valid("json") };
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    return c.json(await updateWebhook(c.get("ctx"), { id, changes, checkTag }), 200);
  },
);
