import { z } from "@hono/zod-openapi";
import { NEWS_EVENTS } from "../../db/schema";

const id = (name: string, example: string) => z.string().openapi({ param: { name, in: "path" }, example });

export const webhookIdParam = z.object({ id: id("id", "whk_01jd3k8x1n5v7q2w4y6z8b0c2e") });
export const deliveryIdParam = webhookIdParam.extend({ did: id("did", "dlv_01jd3k8x1n5v7q2w4y6z8b0c2e") });

const time = z.iso.datetime();
const eventsSchema = z.array(z.enum(NEWS_EVENTS)).openapi({ example: ["run.completed", "run.failed"] });
const headersSchema = z.record(z.string(), z.string());

export const webhookSchema = z
  .object({
    id: z.string(),
    workspace_id: z.string(),
    url: z.url(),
    description: z.string().nullable(),
    events: eventsSchema,
    headers: headersSchema.openapi({ description: "Sent with each delivery beside our own." }),
    enabled: z.boolean(),
    disabled_reason: z.string().nullable(),
    failing_since: time.nullable().openapi({ description: "No delivery has succeeded since then." }),
    previous_secret_valid_until: time.nullable(),
    created_by: z.string(),
    created_at: time,
    updated_at: time,
  })
  .openapi("Webhook");
export type Webhook = z.infer<typeof webhookSchema>;

const secret = z.string().openapi({
  description: "Keep it: it is shown this once. Verify each delivery with it (Standard Webhooks).",
  example: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
});

export const newWebhookSchema = webhookSchema.extend({ secret }).openapi("NewWebhook");
export type NewWebhook = z.infer<typeof newWebhookSchema>;

export const newSecretSchema = z
  .object({
    id: z.string(),
    secret,
    previous_secret_valid_until: time.openapi({
      description: "Until then deliveries carry both signatures.",
    }),
  })
  .openapi("NewSecret");
export type NewSecret = z.infer<typeof newSecretSchema>;

const settable = {
  url: z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .openapi({ format: "uri", example: "https://hooks.example.com/in" }),
  events: eventsSchema
    .min(1)
    .max(NEWS_EVENTS.length)
    .transform((events) => [...new Set(events)]),
  description: z.string().max(500).nullable(),
  headers: headersSchema,
  enabled: z.boolean(),
};

export const createWebhookSchema = z
  .strictObject({
    url: settable.url,
    events: settable.events,
    description: settable.description.optional(),
    headers: settable.headers.optional(),
    enabled: settable.enabled.optional(),
  })
  .openapi("CreateWebhook");
export type CreateWebhook = z.infer<typeof createWebhookSchema>;

export const updateWebhookSchema = z.strictObject(settable).partial().openapi("UpdateWebhook");
export type UpdateWebhook = z.infer<typeof updateWebhookSchema>;
