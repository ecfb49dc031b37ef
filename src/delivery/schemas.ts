import { z } from "@hono/zod-openapi";
import { wholeNumber } from "../http/paging";

const time = z.iso.datetime();

/** How a delivery stands, as clients see it: what is held or being sent is still to come. */
const STATUSES = ["pending", "delivered", "failed", "skipped"] as const;

export const deliverySchema = z
  .object({
    id: z.string().openapi({ description: "The `webhook-id` header, the same in every try." }),
    kind: z.enum(["webhook", "email"]),
    target: z.string().openapi({ description: "The webhook's id, or the e-mail address." }),
    event: z.string().openapi({ example: "run.completed" }),
    subject_id: z.string(),
    schedule_id: z.string().nullable(),
    status: z.enum(STATUSES),
    attempts: z.int(),
    response_code: z.int().nullable(),
    response_body: z
      .string()
      .nullable()
      .openapi({ description: "Its first 1,000 bytes, as text; for an e-mail the id of the message." }),
    duration_ms: z.int().nullable(),
    error: z.string().nullable(),
    next_at: time.nullable().openapi({ description: "When it is tried next." }),
    created_at: time,
    updated_at: time,
  })
  .openapi("Delivery");
export type Delivery = z.infer<typeof deliverySchema>;

export const deliveriesSchema = z.object({ items: z.array(deliverySchema) }).openapi("Deliveries");

/** A schedule's deliveries, and who does not want its e-mails. */
export const scheduleDeliveriesSchema = z
  .object({
    items: z.array(deliverySchema),
    unsubscribed: z.array(z.string()).openapi({ description: "Recipients who stopped its e-mails." }),
  })
  .openapi("ScheduleDeliveries");
export type ScheduleDeliveries = z.infer<typeof scheduleDeliveriesSchema>;

export const deliveriesQuery = z.object({
  limit: wholeNumber({ min: 1, max: 100 }).optional().default(50),
  status: z.enum(STATUSES).optional(),
  before: z
    .string()
    .regex(/^dlv_[0-9a-z]{26}$/, "must be the id of a delivery")
    .optional()
    .openapi({ description: "Only those older than this delivery." }),
});
export type DeliveriesQuery = z.infer<typeof deliveriesQuery>;
