import { z } from "@hono/zod-openapi";
import { configOverridesSchema } from "../config/overrides";
import { configSchema } from "../config/schema";
import { reportSchema } from "../schemas";

export const templateIdParam = z.object({
  id: z.string().openapi({
    param: { name: "id", in: "path" },
    description: "Id of the template, or the type of a system template.",
    example: "tpl_class_progress",
  }),
});

const time = z.iso.datetime().openapi({ example: "2026-11-21T10:31:00.000Z" });
const baseConfig = z.record(z.string(), z.unknown()).openapi({
  description: "What a report made from it begins with: a ReportConfig.",
  example: { fields: ["student_name", "grade"], sort_by: "grade", sort_order: "desc" },
});

export const templateSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    template_type: z.string().openapi({ example: "class_progress" }),
    presets: z.array(z.string()).openapi({ description: "Kinds of data that it is made for; any if none." }),
    base_config: baseConfig,
    is_system: z.boolean(),
    created_by: z.string().nullable(),
    created_by_name: z.string().nullable(),
    created_at: time,
    updated_at: time,
    can_clone: z.boolean(),
    clone_url: z.string().openapi({ example: "/api/v1/templates/tpl_class_progress/clone" }),
  })
  .openapi("Template");
export type Template = z.infer<typeof templateSchema>;

const name = z.string().trim().min(1, "Give a name").max(255, "At most 255 characters");
const description = z.string().max(1000, "At most 1000 characters").nullable();
const templateType = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, "Give small letters, digits and underscores, beginning with a letter")
  .openapi({ description: "What kind of report it is; `custom` if left out.", example: "weekly_grades" });

export const createTemplateSchema = z
  .strictObject({
    name,
    description: description.optional(),
    template_type: templateType.optional(),
    base_config: configSchema,
  })
  .openapi("CreateTemplate");
export type CreateTemplate = z.infer<typeof createTemplateSchema>;

/** PATCH: only what is named changes. `base_config` is replaced as a whole. */
export const updateTemplateSchema = createTemplateSchema.partial().openapi("UpdateTemplate");
export type UpdateTemplate = z.infer<typeof updateTemplateSchema>;

export const cloneTemplateSchema = z
  .strictObject({
    name: name.optional(),
    description: description.optional(),
    config_overrides: configOverridesSchema.optional(),
    dataset: z.string().optional().openapi({
      description: "Dataset id. If left out, the one dataset of the workspace that fits.",
    }),
  })
  .openapi("CloneTemplate");
export type CloneTemplate = z.infer<typeof cloneTemplateSchema>;

export const clonedReportSchema = reportSchema
  .extend({
    left_out_fields: z
      .array(z.string())
      .openapi({ description: "Fields of the template that the dataset does not have." }),
  })
  .openapi("ReportFromTemplate");
export type ClonedReport = z.infer<typeof clonedReportSchema>;
