import { z } from "@hono/zod-openapi";
import {
  MISFIRES,
  OVERLAPS,
  PAUSE_REASONS,
  RUN_STATUSES,
  SEND_CONDITIONS,
  SLOT_OUTCOMES,
} from "../db/schema";
import { FORMATS } from "../render/renderer";
import { isTimeZone, TIME_ZONE_FORM } from "../render/values/zone";
import { formatsSchema } from "../reports/config/formats";
import { REASONS } from "../runs/schemas";
import { FREQUENCIES } from "./recurrence";

export const scheduleIdParam = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" }, example: "sch_01jd3k8x1n5v7q2w4y6z8b0c2e" }),
});

/** A caller's own name for a schedule of a report. */
export const scheduleKey = z
  .string()
  .regex(/^[\w.:~-]{1,100}$/, "must be 1 to 100 letters, digits and . : ~ _ -");

const time = z.iso.datetime();
const clock = "HH:MM on the clock of `time_zone`.";

const emailSchema = z.strictObject({
  type: z.literal("email"),
  to: z
    .union([z.string(), z.array(z.string()).min(1).max(50)])
    .transform((to) => [...new Set([to].flat())])
    .openapi({ type: "array", items: { type: "string", format: "email" }, example: ["ann@example.com"] }),
  subject: z.string().trim().min(1).max(200).optional(),
  message: z.string().max(2000).optional(),
});
const webhookSchema = z.strictObject({ type: z.literal("webhook"), webhook_id: z.string() });

/** Who gets what a schedule makes. */
const scheduleDeliverySchema = z
  .discriminatedUnion("type", [emailSchema, webhookSchema])
  .openapi("ScheduleDelivery");

const weekday =
  "Weekly: 0 to 6, 0 is Sunday. Monthly and one_time: 1 to 31; 31, and any day that a month lacks, is its last.";

/** What somebody decides about a schedule; the reader says what goes together. */
const wishes = {
  name: z.string().trim().min(1).max(255).nullable().optional(),
  frequency: z.enum(FREQUENCIES).nullable().optional(),
  schedule_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time as HH:MM")
    .nullable()
    .optional()
    .openapi({ description: clock, example: "09:00" }),
  schedule_day: z.int().min(0).max(31).nullable().optional().openapi({ description: weekday }),
  cron: z.string().max(200).nullable().optional().openapi({
    description:
      "Instead of frequency: minute, hour, day of month, month, day of week; with `L`, `15W`, `LW`, `MON#1`, `FRIL`. Days of the month and of the week given together mean either.",
    example: "0 9 * * MON#1",
  }),
  every: z.string().max(40).nullable().optional().openapi({
    description: "Instead of frequency: an ISO 8601 duration, counted from `starts_at` or from now.",
    example: "PT15M",
  }),
  workdays_only: z.boolean().optional().openapi({
    description: "No Saturdays and Sundays; monthly ones move to the nearest workday of their month.",
  }),
  exclude_dates: z
    .array(z.iso.date())
    .max(366)
    .transform((dates) => [...new Set(dates)].toSorted())
    .optional()
    .openapi({ type: "array", items: { type: "string", format: "date" } }),
  starts_at: z.string().max(40).nullable().optional().openapi({ description: "Time, or date in the zone." }),
  ends_at: z
    .string()
    .max(40)
    .nullable()
    .optional()
    .openapi({ description: "The last moment; a date is whole." }),
  formats: formatsSchema.nullable().optional(),
  filters: z
    .record(z.string(), z.unknown())
    .refine((value) => Object.keys(value).length <= 50, "must have at most 50 entries")
    .optional()
    .openapi({ description: "Added to the report's own. Relative dates count in `time_zone`." }),
  filename_template: z.string().trim().min(1).max(200).nullable().optional().openapi({
    description:
      "Name of the files, with {report}, {schedule}, {date}, {time}, {datetime}, {year}, {month}, {day}, {time_zone}.",
    example: "{report} {date}",
  }),
  misfire: z.enum(MISFIRES).optional().openapi({ description: "What becomes of slots that were missed." }),
  overlap: z
    .enum(OVERLAPS)
    .optional()
    .openapi({ description: "A slot that comes while a run has not ended." }),
  send_if: z
    .enum(["always", ...SEND_CONDITIONS])
    .nullable()
    .optional(),
  deliveries: z.array(scheduleDeliverySchema).max(20).optional(),
};
const timeZone = z.string().refine(isTimeZone, TIME_ZONE_FORM).openapi({ example: "Europe/Berlin" });

export const createScheduleSchema = z
  .strictObject({ report_id: z.string(), time_zone: timeZone, ...wishes })
  .openapi("CreateSchedule", {
    example: {
      report_id: "rep_01jd3k8x1n5v7q2w4y6z8b0c2e",
      frequency: "weekly",
      schedule_time: "09:00",
      schedule_day: 1,
      time_zone: "Europe/Berlin",
      formats: ["pdf"],
      deliveries: [{ type: "email", to: ["ann@example.com"] }],
    },
  });
export type CreateSchedule = z.infer<typeof createScheduleSchema>;

/** PUT: everything; what is left out takes its default. The report stays the same. */
export const replaceScheduleSchema = z
  .strictObject({ report_id: z.string().optional(), time_zone: timeZone, ...wishes })
  .openapi("ReplaceSchedule");
export type ReplaceSchedule = z.infer<typeof replaceScheduleSchema>;

/** PATCH: what is named changes. One of frequency, cron and every takes the place of the others. */
export const updateScheduleSchema = z
  .strictObject({ report_id: z.string().optional(), time_zone: timeZone.optional(), ...wishes })
  .openapi("UpdateSchedule");
export type UpdateSchedule = z.infer<typeof updateScheduleSchema>;

const lastRunSchema = z
  .object({
    run_id: z.string().nullable().openapi({ description: "null when no run could be made." }),
    status: z.enum(RUN_STATUSES),
    reason: z.enum(REASONS).nullable(),
    message: z.string().nullable(),
    at: time,
  })
  .openapi("ScheduleLastRun");

export const scheduleSchema = z
  .object({
    id: z.string(),
    workspace_id: z.string(),
    report_id: z.string(),
    report_name: z.string(),
    key: z.string().nullable().openapi({ description: "The key that it was made by, see upsertSchedule." }),
    name: z.string().nullable(),
    frequency: z.enum(FREQUENCIES).nullable(),
    schedule_time: z.string().nullable(),
    schedule_day: z.int().nullable(),
    cron: z.string().nullable(),
    every: z.string().nullable(),
    time_zone: z.string(),
    workdays_only: z.boolean(),
    exclude_dates: z.array(z.iso.date()),
    starts_at: time.nullable(),
    ends_at: time.nullable(),
    formats: z.array(z.enum(FORMATS)).nullable().openapi({ description: "null: as the report says." }),
    filters: z.record(z.string(), z.unknown()),
    filename_template: z.string().nullable(),
    misfire: z.enum(MISFIRES),
    overlap: z.enum(OVERLAPS),
    send_if: z.enum(SEND_CONDITIONS).nullable(),
    deliveries: z.array(scheduleDeliverySchema),
    unsubscribed: z.array(z.string()).openapi({ description: "Recipients who do not want its e-mails." }),
    status: z.enum(["active", "paused", "ended"]),
    next_run: time.nullable(),
    next_run_local: z.string().nullable().openapi({
      description: "With the zone named (RFC 9557).",
      example: "2026-11-23T09:00:00+01:00[Europe/Berlin]",
    }),
    last_run: lastRunSchema.nullable(),
    consecutive_failures: z.int(),
    paused: z.boolean(),
    paused_reason: z.enum(PAUSE_REASONS).nullable(),
    paused_message: z.string().nullable(),
    created_by: z.string(),
    created_by_name: z.string().nullable(),
    created_at: time,
    updated_at: time,
  })
  .openapi("Schedule");
export type Schedule = z.infer<typeof scheduleSchema>;

export const nextRunsSchema = z
  .object({ items: z.array(z.object({ at: time, local: z.string() })) })
  .openapi("NextRuns");
export type NextRuns = z.infer<typeof nextRunsSchema>;

export const slotSchema = z
  .object({
    slot: time,
    local: z.string(),
    outcome: z.enum(SLOT_OUTCOMES),
    run_id: z.string().nullable(),
    run_status: z.enum(RUN_STATUSES).nullable(),
    note: z.string().nullable(),
    at: time,
  })
  .openapi("ScheduleSlot");
export type Slot = z.infer<typeof slotSchema>;
