import { z } from "@hono/zod-openapi";
import { RUN_STATUSES, RUN_TRIGGERS } from "../db/schema";
import { FORMATS } from "../render/renderer";
import { formatsSchema } from "../reports/config/schema";
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
    download_urls: z.partialRecord(format, z.url()),
  })
  .openapi("Run");
export type RunView = z.infer<typeof runSchema>;

export const generateSchema = z
  .strictObject({
    formats: formatsSchema.optional(),
    format: formatsSchema.optional().openapi({ description: "Same as `formats`." }),
    async: z.boolean().optional().openapi({ description: "false waits for the end and answers with rows." }),
    filters: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: "Added to the config's own." }),
    limit: z.int("Give a whole number").positive("Give a number above 0").optional(),
    force: z.boolean().optional(),
    max_age_seconds: z.int().min(0).optional(),
  })
  .openapi("Generate");
export type Generate = z.infer<typeof generateSchema>;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What a synchronous generation adds to the run. */
export const generatedSchema = runSchema
  .extend({
    description: z.string().nullable(),
    config: z.record(z.string(), z.unknown()),
    fields: z.array(z.string()),
    data: z.array(z.record(z.string(), cell)).openapi({ description: "The first 1,000 rows." }),
    row_count: z.int(),
    chart: z.record(z.string(), z.unknown()).nullable(),
    generated_at: time,
  })
  .openapi("GeneratedReport");
export type Generated = z.infer<typeof generatedSchema>;
