import { z } from "@hono/zod-openapi";
import { generatedSectionSchema } from "../runs/schemas";
import { configSchema } from "./config/schema";

export const previewRequestSchema = z
  .strictObject({
    config: configSchema,
    name: z.string().trim().min(1).max(255).optional(),
    description: z.string().max(1000, "At most 1000 characters").nullable().optional(),
  })
  .openapi("PreviewRequest");
export type PreviewRequest = z.infer<typeof previewRequestSchema>;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const previewSchema = z
  .object({
    title: z.string(),
    description: z.string().nullable(),
    time_zone: z.string(),
    locale: z.string(),
    filters: z.array(z.object({ label: z.string(), text: z.string() })),
    fields: z.array(z.string()),
    data: z
      .array(z.record(z.string(), cell))
      .openapi({ description: "The first 50 rows of the first table." }),
    chart: z.record(z.string(), z.unknown()).nullable(),
    rows_total: z.int().openapi({ description: "Rows of all tables without their limits, counted." }),
    estimated_rows: z.int().openapi({ description: "Rows that a run would give now." }),
    sections: z.array(generatedSectionSchema).openapi({
      description:
        "Each section with its first 50 rows, about 4 MB in all; `rows_written` is what a run would give.",
    }),
    warnings: z.array(z.string()).openapi({ description: "What a run would do otherwise." }),
  })
  .openapi("Preview");
export type PreviewView = z.infer<typeof previewSchema>;
