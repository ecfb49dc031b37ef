import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { deliverySchema } from "../schemas";
import { resendDelivery } from "../webhooks/resend";
import { deliveryIdParam } from "../webhooks/schemas";

/** `POST /webhooks/{id}/deliveries/{did}/resend`: the same id and body once more (E15). */
export const resendDeliveryRoute = defineRoute(
  {
    method: "post",
    path: "/webhooks/{id}/deliveries/{did}/resend",
    operationId: "resendDelivery",
    tags: ["Webhooks"],
    summary: "Send a delivery again",
    problems: ["conflict"],
    request: { params: deliveryIdParam },
    responses: { 202: jsonAnswer(deliverySchema, "It is to be sent.") },
  },
  async (c) => {
    const { id, did } = c.req.valid("param");
    return c.json(await resendDelivery(c.get("ctx"), id, did), 202);
  },
);
