import { jsonAnswer } from "../../http/json-content";
import { pageQuery, pageSchema } from "../../http/paging";
import { defineRoute } from "../../http/route";
import { listWebhooks } from "../webhooks/list";
import { webhookSchema } from "../webhooks/schemas";

/** `GET /webhooks`: all of the workspace. */
export const listWebhooksRoute = defineRoute(
  {
    method: "get",
    path: "/webhooks",
    operationId: "listWebhooks",
    tags: ["Webhooks"],
    summary: "List webhooks",
    request: { query: pageQuery },
    responses: { 200: jsonAnswer(pageSchema(webhookSchema, "WebhookPage"), "A page of webhooks.") },
  },
  async (c) => c.json(await listWebhooks(c.get("ctx"), c.req.valid("query")), 200),
);
