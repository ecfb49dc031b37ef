import { z } from "@hono/zod-openapi";
import { configOverridesSchema } from "./config/overrides";
import { configSchema } from "./config/schema";

export const reportIdParam = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" }, example: "rep_01jd3k8x1n5v7q2w4y6z8b0c2e" }),
});

const time = z.iso.datetime().openapi({ example: "2026-11-21T10:31:00.000Z" });

const lastExecutionSchema = z
  .object({
    executed_at: time,
    rows_returned: z.int().nullable(),
    execution_time_ms: z.int().nullable(),
    status: z.string(),
  })
  .openapi("LastExecution");

export const reportSchema = z
  .object({
    id: z.string(),
    workspace_id: z.string(),
    kind: z.enum(["built", "inline", "imported"]),
    uid: z.string().nullable(),
    report_id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    status: z.enum(["draft", "active", "archived"]),
    visibility: z.enum(["private", "workspace"]),
    config: z.record(z.string(), z.unknown()),
    report_type: z.string().nullable(),
    client_id: z.string().nullable(),
    created_by: z.string(),
    created_by_name: z.string().nullable(),
    is_shared: z.boolean().openapi({ description: "With users or with the whole workspace." }),
    shared_count: z.int(),
    version_number: z.int(),
    last_execution: lastExecutionSchema.nullable(),
    last_generated_at: time.nullable(),
    last_generated_by: z.string().nullable(),
    next_scheduled_run: time.nullable(),
    created_at: time,
    updated_at: time,
    deleted_at: time.nullable().openapi({ description: "Only in lists of deleted reports." }),
  })
  .openapi("Report");
export type Report = z.infer<typeof reportSchema>;

export const resultSummarySchema = z
  .object({ field_count: z.int(), has_chart: z.boolean(), filter_count: z.int(), section_count: z.int() })
  .openapi("ResultSummary");

export const executionSchema = z
  .object({
    id: z.string(),
    executed_by: z.string(),
    executed_by_name: z.string().nullable(),
    status: z.string(),
    reason: z.string().nullable(),
    rows_returned: z.int().nullable(),
    execution_time_ms: z.int().nullable(),
    result_summary: resultSummarySchema,
    executed_at: time,
  })
  .openapi("Execution");
export type Execution = z.infer<typeof executionSchema>;

export const sharedUserSchema = z
  .object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() })
  .openapi("SharedUser");

export const reportDetailSchema = reportSchema
  .extend({
    shared_with_list: z.array(sharedUserSchema),
    execution_history: z.array(executionSchema),
    available_fields: z.object({
      description: z.string(),
      options: z.record(
        z.string(),
        z.array(z.object({ name: z.string(), label: z.string(), type: z.string() })),
      ),
    }),
    available_filters: z.object({
      description: z.string(),
      options: z.record(z.string(), z.string()),
      operators: z
        .record(z.string(), z.array(z.string()))
        .openapi({ description: "What each filter may be told besides a plain value or a list." }),
    }),
  })
  .openapi("ReportDetail");
export type ReportDetail = z.infer<typeof reportDetailSchema>;

const name = z.string().trim().min(1, "Give a name").max(255, "At most 255 characters");
const description = z.string().max(1000, "At most 1000 characters").nullable();
const status = z.enum(["draft", "active", "archived"]);
const visibility = z.enum(["private", "workspace"]);

export const createReportSchema = z
  .strictObject({
    name,
    description: description.optional(),
    status: status.optional(),
    visibility: visibility.optional(),
    config: configSchema,
  })
  .openapi("CreateReport");
export type CreateReport = z.infer<typeof createReportSchema>;

/** PUT: with `name` and `config` the whole definition, else, as older clients send it, a part. */
export const replaceReportSchema = createReportSchema.partial().openapi("ReplaceReport");

/** PATCH: only what is named changes. `config` is replaced as a whole. */
export const updateReportSchema = z
  .strictObject({
    name: name.optional(),
    description: description.optional(),
    status: status.optional(),
    visibility: visibility.optional(),
    config: configSchema.optional(),
    is_shared: z.boolean().optional().openapi({
      description:
        "true lets the whole workspace view it unless users share it already, false takes it from everybody.",
    }),
  })
  .openapi("UpdateReport");
export type UpdateReport = z.infer<typeof updateReportSchema>;

export const cloneReportSchema = z
  .strictObject({
    name,
    description: description.optional(),
    config_overrides: configOverridesSchema.optional(),
  })
  .openapi("CloneReport");
export type CloneReport = z.infer<typeof cloneReportSchema>;
