import { z } from "@hono/zod-openapi";
import { FIELD_TYPES } from "../render/document";

/** A column of a dataset. `name` is the stable identifier, `label` the header as it was written. */
export const fieldSchema = z
  .object({
    name: z.string().openapi({ example: "potential_annual_cost_savings" }),
    label: z.string(),
    type: z.enum(FIELD_TYPES),
    format: z.string().optional().openapi({ example: "currency:USD" }),
  })
  .openapi("Field");
export type Field = z.infer<typeof fieldSchema>;
