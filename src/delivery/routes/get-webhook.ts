import { answerWithEtag, tagShowing } from "../../http/etag";
import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { webhookIdParam, webhookSchema } from "../webhooks/schemas";
import { findWebhook } from "../webhooks/store";
import { webhookTag, webhookView } from "../webhooks/view";

/** `GET /webhooks/{id}`: without its secret. */
export const getWebhookRoute = defineRoute(
  {
    method: "get",
    path: "/webhooks/{id}",
    operationId: "getWebhook",
    tags: ["Webhooks"],
    summary: "Get a webhook",
    conditional: "read",
    request: { params: webhookIdParam },
    responses: { 200: jsonAnswer(webhookSchema, "The webhook.") },
  },
  async (c) => {
    const ctx = c.get("ctx");
    const row = await findWebhook(ctx, c.req.valid("param").id);
    const webhook = await webhookView(ctx.settings, row);
    return answerWithEtag(c, webhook, tagShowing(webhookTag(row), webhook));
  },
);
