import { z } from "@hono/zod-openapi";
import { RUN_STATUSES, RUN_TRIGGERS } from "../db/schema";
import { FIELD_TYPES, MISSING_CHART_REASONS } from "../render/document";
import { FORMATS } from "../render/renderer";
import { formatsSchema } from "../reports/config/formats";
import { chartType, localeSchema, timeZoneSchema } from "../reports/config/shapes";
import { resultSummarySchema } from "../reports/schemas";

/** Why a run ended the way it did; always there on failed, cancelled and expired runs. */
export const REASONS = [
  "no_data",
  "cancelled_by_user",
  "timeout",
  "limit_exceeded",
  "bad_config",
  "permission_lost",
  "source_failed",
  "render_failed",
  "storage_failed",
  "retention",
  "internal",
] as const;
export type Reason = (typeof REASONS)[number];

const time = z.iso.datetime();
const format = z.enum(FORMATS);

export const fileSchema = z
  .object({
    format,
    content_type: z.string(),
    filename: z.string(),
    size_bytes: z.int(),
    sha256: z.string(),
    rows_written: z.int(),
    rows_total: z.int(),
    truncated: z.boolean(),
    download_url: z.url(),
    url_expires_at: time,
    expires_at: time.nullable(),
  })
  .openapi("File");
export type FileView = z.infer<typeof fileSchema>;

export const runSchema = z
  .object({
    id: z.string(),
    task_id: z.string(),
    report_id: z.string(),
    report_name: z.string(),
    version_number: z.int().nullable(),
    trigger: z.enum(RUN_TRIGGERS),
    retry_of: z.string().nullable().openapi({ description: "The failed run that this one tries again." }),
    schedule_id: z.string().nullable(),
    status: z.enum(RUN_STATUSES),
    reason: z.enum(REASONS).nullable(),
    error: z.object({ code: z.string(), message: z.string(), retryable: z.boolean() }).nullable(),
    attempt: z.int(),
    max_attempts: z.int(),
    progress: z.object({
      percent: z.int().min(0).max(100),
      stage: z.string(),
      rows_done: z.int(),
      rows_total: z.int().nullable(),
    }),
    formats: z.array(format),
    files: z.array(fileSchema),
    rows_returned: z.int().nullable(),
    rows_total: z.int().nullable(),
    truncated: z.boolean(),
    execution_time_ms: z.int().nullable(),
    result_summary: resultSummarySchema,
    generated_by: z.string(),
    executed_by_name: z.string().nullable(),
    cached: z.boolean(),
    coalesced: z.boolean(),
    created_at: time,
    started_at: time.nullable(),
    completed_at: time.nullable(),
    expires_at: time.nullable(),
    status_url: z.url(),
    live_url: z.url(),
    cancel_url: z.url(),
    download_urls: z.partialRecord(format, z.url()).openapi({
      description: "Each opens as soon as its file is made; until then it answers 409 with `Retry-After`.",
    }),
  })
  .openapi("Run");
export type RunView = z.infer<typeof runSchema>;

export const generateSchema = z
  .strictObject({
    formats: formatsSchema.optional(),
    format: formatsSchema.optional().openapi({ description: "Same as `formats`." }),
    async: z
      .boolean()
      .optional()
      .openapi({ description: "false waits for the end, for a minute at most, and answers with rows." }),
    filters: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: "Added to the config's own." }),
    limit: z.int("Give a whole number").positive("Give a number above 0").optional(),
    locale: localeSchema.optional(),
    time_zone: timeZoneSchema.optional(),
    template: z.string().optional().openapi({
      description: "How data that came with the report is laid out.",
      example: "business_report",
    }),
    include_charts: z.boolean().optional().openapi({
      description: "true draws a chart for each table that has a label and a number, false none.",
    }),
    force: z.boolean().optional().openapi({ description: "true makes a new run even when one is alike." }),
    max_age_seconds: z
      .int()
      .min(0)
      .optional()
      .openapi({ description: "How old a run may be to be given instead of a new one." }),
  })
  .openapi("Generate");
export type Generate = z.infer<typeof generateSchema>;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const field = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(FIELD_TYPES),
  format: z.string().nullable(),
});
const head = { name: z.string(), title: z.string(), description: z.string().nullable() };
const rows = z.array(z.record(z.string(), cell));
const chart = z.record(z.string(), z.unknown()).nullable();
const missingChart = z
  .object({ type: chartType, reason: z.enum(MISSING_CHART_REASONS), note: z.string() })
  .nullable()
  .openapi({ description: "Why a chart that was asked for cannot be drawn." });

/** A section of a report with its first rows. */
export const generatedSectionSchema = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("table"),
      ...head,
      fields: z.array(field),
      data: rows,
      data_truncated: z
        .boolean()
        .openapi({ description: "Whether rows are left out here that `rows_written` counts." }),
      rows_written: z.int(),
      rows_total: z.int(),
      truncated: z.boolean(),
      chart,
      missing_chart: missingChart,
      summaries: z
        .array(z.object({ level: z.int(), after_row: z.int(), values: z.record(z.string(), cell) }))
        .openapi({ description: "Subtotals and totals (level 0), with the number of rows before each." }),
    }),
    z.object({ kind: z.literal("text"), ...head, text: z.string() }),
    z.object({
      kind: z.literal("figures"),
      ...head,
      figures: z.array(
        z.object({ name: z.string(), label: z.string(), value: cell, type: z.enum(FIELD_TYPES) }),
      ),
    }),
  ])
  .openapi("GeneratedSection");
export type GeneratedSection = z.infer<typeof generatedSectionSchema>;

/** What a synchronous generation adds to the run; empty when the run did not complete. */
export const generatedSchema = runSchema
  .extend({
    description: z.string().nullable(),
    config: z.record(z.string(), z.unknown()),
    fields: z.array(z.string()),
    data: rows.openapi({ description: "The first rows of the first table." }),
    data_truncated: z.boolean().openapi({
      description: "Whether rows are left out of this answer, of any section; the files have them all.",
    }),
    row_count: z.int(),
    chart,
    sections: z
      .array(generatedSectionSchema)
      .openapi({ description: "Each section with its first rows: 1,000 in all, and at most about 4 MB." }),
    generated_at: time.nullable().openapi({ description: "Null when the run did not complete." }),
  })
  .openapi("GeneratedReport");
export type Generated = z.infer<typeof generatedSchema>;
