import { z } from "@hono/zod-openapi";
import { pageQuery, pageSchema, wholeNumber } from "../../http/paging";
import { reportIdParam } from "../schemas";

const CHANGE_TYPES = ["create", "update", "verify", "deduplicate", "generate", "edit"] as const;

const number = wholeNumber({ min: 1 });

export const versionParam = reportIdParam.extend({
  version: number.openapi({ param: { name: "version", in: "path" }, example: 3 }),
});
export const versionPairParam = versionParam.extend({
  other: number.openapi({ param: { name: "other", in: "path" }, example: 5 }),
});

/** A hundred at once, so that most reports need no second page. */
export const listVersionsQuery = pageQuery.extend({
  page_size: wholeNumber({ min: 1, max: Number.MAX_SAFE_INTEGER })
    .transform((size) => Math.min(size, 100))
    .optional()
    .default(100)
    .openapi({ type: "integer", minimum: 1 }),
});
export type ListVersions = z.infer<typeof listVersionsQuery>;

export const versionSchema = z
  .object({
    version_number: z.int(),
    change_type: z.enum(CHANGE_TYPES),
    change_description: z.string(),
    changed_at: z.iso.datetime(),
    changed_by: z.string(),
    changed_by_name: z.string().nullable(),
    verified_at: z.iso.datetime().nullable(),
    row_count: z.int().nullable().openapi({ description: "Null for a version without data." }),
    content_preview: z.string().nullable(),
    is_latest: z.boolean(),
    run_id: z.string().nullable().openapi({ description: "The run that made its data." }),
  })
  .openapi("ReportVersion");
export type Version = z.infer<typeof versionSchema>;

export const versionPageSchema = pageSchema(versionSchema, "ReportVersionPage");

export const versionDetailSchema = versionSchema
  .extend({
    name: z.string().openapi({ description: "Of the report at that time, as is the description." }),
    description: z.string().nullable(),
    config: z.record(z.string(), z.unknown()),
    columns: z
      .array(
        z.object({
          section: z.string(),
          name: z.string(),
          label: z.string(),
          type: z.string(),
          format: z.string().optional(),
        }),
      )
      .nullable()
      .openapi({ description: "Of the data, section by section; null for a version without data." }),
  })
  .openapi("ReportVersionDetail");
export type VersionDetail = z.infer<typeof versionDetailSchema>;

const change = z.object({ from: z.string().nullable(), to: z.string().nullable() }).nullable();

export const versionDiffSchema = z
  .object({
    from: z.int(),
    to: z.int(),
    name: change.openapi({ description: "Null when it is the same." }),
    description: change.openapi({ description: "Null when it is the same." }),
    config: z
      .array(z.object({ op: z.string(), path: z.string(), value: z.unknown().optional() }))
      .openapi({ description: "JSON Patch (RFC 6902) that makes the one config the other." }),
    summary: z.array(z.string()).openapi({ example: ['config.sort_order: "asc" became "desc"'] }),
    row_count: z.object({ from: z.int().nullable(), to: z.int().nullable() }),
  })
  .openapi("ReportVersionDiff");
export type VersionDiff = z.infer<typeof versionDiffSchema>;
