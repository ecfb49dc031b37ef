import { createWebhookRoute } from "./create-webhook";
import { deleteWebhookRoute } from "./delete-webhook";
import { getWebhookRoute } from "./get-webhook";
import { listScheduleDeliveriesRoute } from "./list-schedule-deliveries";
import { listWebhookDeliveriesRoute } from "./list-webhook-deliveries";
import { listWebhooksRoute } from "./list-webhooks";
import { replaceWebhookRoute } from "./replace-webhook";
import { resendDeliveryRoute } from "./resend-delivery";
import { rotateWebhookSecretRoute } from "./rotate-webhook-secret";
import { askUnsubscribeRoute, unsubscribeRoute } from "./unsubscribe";
import { updateWebhookRoute } from "./update-webhook";

export const deliveryRoutes = [
  listWebhooksRoute,
  createWebhookRoute,
  getWebhookRoute,
  replaceWebhookRoute,
  updateWebhookRoute,
  deleteWebhookRoute,
  rotateWebhookSecretRoute,
  listWebhookDeliveriesRoute,
  resendDeliveryRoute,
  listScheduleDeliveriesRoute,
] as const;

/** Mounted at the root: links in e-mails are meant to stay. */
export const unsubscribeRoutes = [askUnsubscribeRoute, unsubscribeRoute] as const;
