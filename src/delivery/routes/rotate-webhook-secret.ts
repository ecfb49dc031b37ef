import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { rotateSecret } from "../webhooks/rotate-secret";
import { newSecretSchema, webhookIdParam } from "../webhooks/schemas";

/** `POST /webhooks/{id}/rotate-secret`: two valid for a day (E15). */
export const rotateWebhookSecretRoute = defineRoute(
  {
    method: "post",
    path: "/webhooks/{id}/rotate-secret",
    operationId: "rotateWebhookSecret",
    tags: ["Webhooks"],
    summary: "Give a webhook a new secret",
    description: "For 24 hours each delivery is signed with the new secret and the one before.",
    problems: ["conflict"],
    request: { params: webhookIdParam },
    responses: { 200: jsonAnswer(newSecretSchema, "The new secret, this once.") },
  },
  async (c) => c.json(await rotateSecret(c.get("ctx"), c.req.valid("param").id), 200),
);
