import { z } from "@hono/zod-openapi";
import { AGGREGATES, BUCKETS } from "../../datasets/query/expression";
import { CHART_TYPES } from "../../render/document";
import { isTimeZone, TIME_ZONE_FORM } from "../../render/values/zone";
import { formatsSchema } from "./formats";

/**
 * The shapes of each form of a config. Every key may be left out here: what is required is said by the reader,
 * which goes on with the rest of a config when a part of it is wrong.
 */

const name = z.string().min(1).max(200);
const aggregate = z.enum(AGGREGATES);

const fieldChoice = z.union([
  name,
  z.strictObject({
    field: name.meta({ description: 'Name or label of a field; "*" (every row) with the aggregate count.' }),
    as: name.optional(),
    label: name.optional(),
    aggregate: aggregate.optional(),
    bucket: z.enum(BUCKETS).optional().meta({ description: "Dates of one period together." }),
    format: z.string().max(40).optional(),
  }),
]);

const groupChoice = z.union([name, z.strictObject({ field: name, bucket: z.enum(BUCKETS).optional() })]);
const sortOrder = z
  .string()
  .toLowerCase()
  .pipe(z.enum(["asc", "desc"]))
  .meta({ enum: ["asc", "desc"] });
export const chartType = z.enum(CHART_TYPES).openapi("ChartType");

/** Kept as it was sent: a copy could lose a key such as `__proto__`, and a filter must not be lost unsaid. */
const filters = z
  .custom<Record<string, unknown>>(isObject, "must be an object")
  .refine((value) => Object.keys(value).length <= 50, "At most 50 filters")
  .meta({
    type: "object",
    additionalProperties: true,
    description:
      "{name: value | [values] | {min, max} | {start, end} | {eq, ne, gt, …, is_null} | {relative: last_7_days}}",
  });

const title = z.string().min(1).max(255);
const description = z.string().max(1000, "At most 1000 characters");
const dataset = z
  .string()
  .meta({ description: "Dataset id. If left out, the one dataset that has all the fields." });

const limits = {
  limit: z.int("Give a whole number").positive("Give a number above 0").optional(),
  on_limit: z.enum(["truncate", "fail"]).optional(),
};

const table = {
  dataset: dataset.optional(),
  fields: z
    .array(fieldChoice)
    .min(1, "Choose at least one field: a non-empty list of names")
    .max(200)
    .optional(),
  group_by: z.union([name, z.array(groupChoice).min(1).max(10)]).optional(),
  sort_by: z.union([name, z.array(name).min(1).max(10)]).optional(),
  sort_order: z.union([sortOrder, z.array(sortOrder).min(1).max(10)]).optional(),
  ...limits,
  distinct: z.boolean().optional(),
  totals: z.boolean().optional().meta({ description: "Adds subtotals of the groups and a total." }),
  chart_type: chartType.optional(),
  chart: z.strictObject({ type: chartType, title: z.string().max(200).optional() }).optional(),
};

const locale = z
  .string()
  .refine(isLocale, "Give a BCP 47 language tag such as en-US")
  .meta({ description: "BCP 47 language tag, for numbers and dates in files." });
const timeZone = z.string().refine(isTimeZone, TIME_ZONE_FORM).meta({ description: "IANA name." });

export { locale as localeSchema, timeZone as timeZoneSchema };

/** What stands once for the whole report. */
const report = {
  filters: filters.optional(),
  formats: formatsSchema.optional(),
  format: formatsSchema.optional().meta({ description: "Same as `formats`." }),
  title: title.optional(),
  locale: locale.optional(),
  time_zone: timeZone.optional(),
  page: z
    .strictObject({
      size: z.enum(["A4", "Letter"]).optional(),
      orientation: z.enum(["portrait", "landscape"]).optional(),
    })
    .optional(),
  frequency: z.enum(["one_time", "daily", "weekly", "monthly"]).optional(),
  schedule_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Give a time as HH:MM")
    .optional(),
  schedule_day: z
    .int("Give a whole number")
    .min(0, "A day of the month is 1 to 31, a day of the week 0 to 6")
    .max(31, "A day of the month is 1 to 31, a day of the week 0 to 6")
    .optional(),
};

export const flatShape = z.strictObject({ ...report, ...table, description: description.optional() });

const part = {
  title: title.optional(),
  description: description.optional(),
};
export const tableShape = z.strictObject({
  kind: z.literal("table").optional(),
  ...part,
  ...table,
  filters: filters.optional(),
});
export const textShape = z.strictObject({
  kind: z.literal("text").optional(),
  ...part,
  text: z.string().max(50_000).optional(),
});
export const figuresShape = z.strictObject({
  kind: z.literal("figures").optional(),
  ...part,
  dataset: dataset.optional(),
  figures: z
    .array(
      z.strictObject({
        field: name,
        aggregate,
        as: name.optional(),
        label: name.optional(),
        format: z.string().max(40).optional(),
      }),
    )
    .min(1, "Choose at least one figure: {field, aggregate}")
    .max(50)
    .optional(),
  filters: filters.optional(),
});

export const sectionsShape = z.strictObject({
  ...report,
  sections: z.array(z.unknown()).min(1, "Give at least one section").max(50).optional(),
});

const day = z.iso.date("Give a date YYYY-MM-DD");
export const metricsShape = z.strictObject({
  ...report,
  ...limits,
  name: title.optional(),
  description: description.optional(),
  metric_types: z.array(z.string()).min(1, "Name at least one metric type").max(50).optional(),
  time_range: z
    .union([z.string(), z.strictObject({ start_date: day.optional(), end_date: day.optional() })])
    .optional()
    .meta({ description: "The last 30 days if left out." }),
  datasets: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: "Dataset ids by metric type, where several fit." }),
});

export type FlatConfig = z.output<typeof flatShape>;
export type MetricsConfig = z.output<typeof metricsShape>;
export type TablePart = z.output<typeof tableShape>;
export type ReportPart = Pick<FlatConfig, keyof typeof report>;

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isLocale(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}
