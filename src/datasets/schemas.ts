import { z } from "@hono/zod-openapi";
import { badRowSchema } from "../http/bad-row";
import { FIELD_TYPES } from "../render/document";
import { fieldSchema } from "./field";
import { NO_PRESET, PRESET_IDS } from "./presets";

export const datasetIdParam = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" }, example: "ds_01jd3k8x1n5v7q2w4y6z8b0c2e" }),
});

const time = z.iso.datetime();

export const datasetSchema = z
  .object({
    id: z.string(),
    workspace_id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    kind: z.enum(["upload", "stream", "form"]),
    status: z.enum(["empty", "uploaded", "processing", "ready", "failed"]),
    fields: z.array(fieldSchema),
    preset: z.string().nullable().openapi({
      description: "The known kind of data that it is, see GET /presets.",
      example: "gradebook.students",
    }),
    preset_detected: z.boolean().openapi({ description: "True when the headers said which preset it is." }),
    revision: z.int(),
    row_count: z.int(),
    created_by: z.string(),
    created_at: time,
    updated_at: time,
  })
  .openapi("Dataset");
export type Dataset = z.infer<typeof datasetSchema>;

/** The newest import of a dataset: how the file was read and what of it was not taken. */
export const datasetDetailSchema = datasetSchema
  .extend({
    filename: z.string().nullable(),
    size_bytes: z.int(),
    format: z.string().nullable(),
    sheet: z.string().nullable().openapi({ description: "The sheet that was read, of a workbook." }),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    preset_columns: z.array(z.object({ column: z.string(), field: z.string() })).openapi({
      description: "Columns that the preset knows: the header as written, and the field that it is.",
    }),
    rows_ok: z.int(),
    rows_failed: z.int(),
    errors: z.array(badRowSchema).openapi({
      description:
        "The first rows that were not taken (`rows_failed` counts them), and cells of a workbook that were left empty.",
    }),
    errors_url: z.url().nullable(),
    notes: z
      .array(z.object({ code: z.string(), column: z.string().nullable(), message: z.string() }))
      .openapi({
        description:
          "What was decided about the file that its owner may know better, and what to do then: dates that do not tell the day from the month (`ambiguous_dates`), columns that are text because of a few values (`nearly_typed`), lines above the header (`lines_above`), empty rows (`empty_rows`), an encoding told by its letters (`guessed_encoding`).",
      }),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    processed_at: time.nullable(),
  })
  .openapi("DatasetDetail");
export type DatasetDetail = z.infer<typeof datasetDetailSchema>;

const name = z.string().trim().min(1, "Give a name").max(255, "At most 255 characters");
const description = z.string().max(1000, "At most 1000 characters").nullable();

const fieldInputSchema = z.strictObject({
  name: z.string().trim().min(1).max(64),
  label: z.string().max(500).optional(),
  type: z.enum(FIELD_TYPES).optional(),
  format: z.string().max(40).optional(),
});

const preset = z.enum(PRESET_IDS, `Presets: ${PRESET_IDS.join(", ")}`);

export const createDatasetSchema = z
  .strictObject({
    name,
    description: description.optional(),
    preset: preset.optional().openapi({ description: "Gives it the fields of this known kind of data." }),
    fields: z
      .array(fieldInputSchema.required({ type: true }))
      .max(1000)
      .optional(),
  })
  .openapi("CreateDataset");
export type CreateDataset = z.infer<typeof createDatasetSchema>;

export const updateDatasetSchema = z
  .strictObject({ name: name.optional(), description: description.optional() })
  .openapi("UpdateDataset");
export type UpdateDataset = z.infer<typeof updateDatasetSchema>;

/** What may come beside an uploaded file: as form fields, or as query parameters of a raw upload. */
export const uploadOptionsSchema = z.strictObject({
  name: name.optional(),
  description: description.optional(),
  preset: z.enum([...PRESET_IDS, NO_PRESET], `Presets: ${PRESET_IDS.join(", ")}; or ${NO_PRESET}`).optional(),
  sheet: z.string().min(1, "Give the sheet's name or number").max(255).optional(),
  encoding: z.string().max(40).optional(),
  delimiter: z.enum([",", ";", "\t", "|"], 'One of "," ";" "|" or a tab').optional(),
  has_header: z.stringbool().optional(),
  date_order: z.enum(["dmy", "mdy"], "dmy when the day comes first, mdy when the month does").optional(),
  fields: z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({
          code: "custom",
          message: 'Give a JSON list such as [{"name": "id", "type": "string"}]',
        });
        return z.NEVER;
      }
    })
    .pipe(z.array(fieldInputSchema).max(1000))
    .optional(),
});
export type UploadOptions = z.infer<typeof uploadOptionsSchema>;

export const appendResultSchema = z
  .object({
    dataset_id: z.string(),
    rows_added: z.int(),
    rows_failed: z.int(),
    errors: z.array(badRowSchema),
  })
  .openapi("RowsAdded");

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const rowSchema = z.record(z.string(), cell).openapi("Row");

const fieldStatisticsSchema = z
  .object({
    count: z.int(),
    nulls: z.int(),
    distinct: z.int(),
    distinct_capped: z.boolean(),
    min: cell,
    max: cell,
    mean: z.number().nullable(),
    sum: z.number().nullable(),
    top: z.array(z.object({ value: cell, count: z.int() })).readonly(),
    top_exact: z.boolean().openapi({ description: "False when the counts of `top` are lower bounds." }),
  })
  .openapi("FieldStatistics");

export const statisticsSchema = z
  .object({ rows: z.int(), fields: z.record(z.string(), fieldStatisticsSchema) })
  .openapi("DatasetStatistics");
export type Statistics = z.infer<typeof statisticsSchema>;
