import { checkIfMatch } from "../../http/etag";
import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { updateWebhookSchema, webhookIdParam, webhookSchema } from "../webhooks/schemas";
import { updateWebhook } from "../webhooks/update";

/** `PATCH /webhooks/{id}`: what is given changes. */
export const updateWebhookRoute = defineRoute(
  {
    method: "patch",
    path: "/webhooks/{id}",
    operationId: "updateWebhook",
    tags: ["Webhooks"],
    summary: "Change a webhook",
    conditional: "write",
    request: { params: webhookIdParam, body: jsonBody(updateWebhookSchema, "What changes.") },
    responses: { 200: jsonAnswer(webhookSchema, "The changed webhook.") },
  },
  async (c) => {
    const { id } = c.req.valid("param");
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    return c.json(await updateWebhook(c.get("ctx"), { id, changes: c.req.valid("json"), checkTag }), 200);
  },
);
