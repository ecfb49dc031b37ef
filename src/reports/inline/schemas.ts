import { z } from "@hono/zod-openapi";
import { fieldErrors } from "../../http/field-errors";
import { generatedSchema, runSchema } from "../../runs/schemas";
import { formatsSchema } from "../config/formats";
import { localeSchema, timeZoneSchema } from "../config/shapes";
import { INLINE_TEMPLATE_NAMES } from "./templates";

/** Checked like formats, but kept as the caller wrote them. */
const formatsAsWritten = z
  .union([z.string(), z.array(z.string())])
  .superRefine((value, context) => {
    const issues = formatsSchema.safeParse(value).error?.issues ?? [];
    for (const [path, messages] of Object.entries(fieldErrors(issues, "")))
      for (const message of messages)
        context.addIssue({ code: "custom", message, path: path === "" ? [] : path.split(".") });
  })
  .openapi({ example: ["pdf", "docx", "excel"] });

export const inlineConfigSchema = z
  .strictObject({
    template: z
      .string()
      .refine((name) => name.length <= 200, "At most 200 characters")
      .optional()
      .openapi({ enum: [...INLINE_TEMPLATE_NAMES], description: "How the data is laid out." }),
    include_charts: z.boolean().optional(),
    format: formatsAsWritten.optional(),
    formats: formatsAsWritten.optional(),
    locale: localeSchema.optional(),
    time_zone: timeZoneSchema.optional(),
  })
  .openapi("InlineConfig");
export type InlineConfig = z.infer<typeof inlineConfigSchema>;

export const generateInlineSchema = z
  .strictObject({
    title: z.string().trim().min(1, "Give a title").max(255, "At most 255 characters"),
    description: z.string().max(1000, "At most 1000 characters").nullable().optional(),
    data: z.unknown().openapi({
      description:
        "Any JSON: lists become tables, numbers and words key figures, longer texts paragraphs, objects sections.",
      example: { period: "Q1 2024", sales_data: [{ region: "North", revenue: 1200.5 }] },
    }),
    config: inlineConfigSchema.optional(),
    async: z.boolean().optional().openapi({ description: "false waits for the end and answers with rows." }),
  })
  .openapi("GenerateInline");
export type GenerateInline = z.infer<typeof generateInlineSchema>;

const started = {
  success: z.literal(true),
  message: z.string(),
  download_urls: z.record(z.string(), z.url()),
  run: runSchema,
};

/** The run that was started, and what older clients look for. */
export const inlineStartedSchema = z
  .object({ ...runSchema.shape, ...started, status: z.literal("pending") })
  .openapi("InlineStarted");
export type InlineStarted = z.infer<typeof inlineStartedSchema>;

/** The same once it is done. */
export const inlineGeneratedSchema = z
  .object({ ...generatedSchema.shape, ...started, success: z.boolean() })
  .openapi("InlineGenerated");
export type InlineGenerated = z.infer<typeof inlineGeneratedSchema>;
