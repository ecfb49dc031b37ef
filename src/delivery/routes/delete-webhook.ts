import { checkIfMatch } from "../../http/etag";
import { defineRoute } from "../../http/route";
import { deleteWebhook } from "../webhooks/delete";
import { webhookIdParam } from "../webhooks/schemas";

/** `DELETE /webhooks/{id}`: nothing more is sent to it. */
export const deleteWebhookRoute = defineRoute(
  {
    method: "delete",
    path: "/webhooks/{id}",
    operationId: "deleteWebhook",
    tags: ["Webhooks"],
    summary: "Delete a webhook",
    conditional: "write",
    request: { params: webhookIdParam },
    responses: { 204: { description: "It is gone." } },
  },
  async (c) => {
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    await deleteWebhook(c.get("ctx"), { id: c.req.valid("param").id, checkTag });
    return c.body(null, 204);
  },
);
