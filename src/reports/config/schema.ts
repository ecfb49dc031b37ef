import { Buffer } from "node:buffer";
import { z } from "@hono/zod-openapi";
import {
  chartType,
  figuresShape,
  flatShape,
  metricsShape,
  sectionsShape,
  tableShape,
  textShape,
} from "./shapes";

/** A config as a client sent it, in any of its forms; `normalise.ts` reads it. */
export type ReportConfig = Record<string, unknown>;

/** A client generator would name the type of `chart.type` like that of `chart_type`, so it has a name of its own. */
const CHART_TYPE = { $ref: "#/components/schemas/ChartType" };

const jsonSchema = (shape: z.ZodType) => {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema !== chartType) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      Object.assign(jsonSchema, CHART_TYPE);
    },
  });
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

/** A list shows up to 100 reports with their configs, and is held as a whole. */
const MOST_BYTES = 300_000;

const isShort = (config: ReportConfig) => Buffer.byteLength(JSON.stringify(config)) <= MOST_BYTES;

/**
 * The definition of a report. Documented in all its forms, and accepted as any object: what is wrong with it is
 * told with everything that only its data can tell, at once.
 */
export const configSchema = z
  .record(z.string(), z.unknown())
  .refine(isShort, "A config may have at most 300,000 bytes")
  .openapi("ReportConfig", {
    ...(jsonSchema(forms) as object),
    description:
      "The fields of one dataset, sections, or metric types; at most 300,000 bytes. A key with null counts as left out.",
    example: {
      fields: ["symbol", "date", "price"],
      filters: { symbol: "MSFT" },
      sort_by: "price",
      sort_order: "desc",
    },
  });
