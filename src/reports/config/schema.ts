import { z } from "@hono/zod-openapi";
import { figuresShape, flatShape, metricsShape, sectionsShape, tableShape, textShape } from "./shapes";

/** A config as a client sent it, in any of its forms; `normalise.ts` reads it. */
export type ReportConfig = Record<string, unknown>;

const jsonSchema = (shape: z.ZodType) => {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: "input", unrepresentable: "any" });
  return schema;
};

const forms = z.union([
  flatShape.required({ fields: true }),
  sectionsShape.extend({
    sections: z
      .array(
        z.union([
          tableShape.required({ fields: true }),
          textShape.required({ text: true }),
          figuresShape.required({ figures: true }),
        ]),
      )
      .min(1)
      .max(50),
  }),
  metricsShape,
]);

/**
 * The definition of a report. Documented in all its forms, and accepted as any object: what is wrong with it is
 * told with everything that only its data can tell, at once.
 */
export const configSchema = z.record(z.string(), z.unknown()).openapi("ReportConfig", {
  ...(jsonSchema(forms) as object),
  description: "The fields of one dataset, sections, or metric types. A key with null counts as left out.",
  example: {
    fields: ["symbol", "date", "price"],
    filters: { symbol: "MSFT" },
    sort_by: "price",
    sort_order: "desc",
  },
});
