import { z } from "@hono/zod-openapi";
import { CHART_TYPES } from "../../render/document";
import { FORMATS, type Format } from "../../render/renderer";

/** Names that older clients use for formats; `both` is HTML and PDF. */
const FORMAT_ALIASES: Readonly<Record<string, readonly Format[]>> = {
  both: ["html", "pdf"],
  excel: ["xlsx"],
  word: ["docx"],
};
const formatNames = [...FORMATS, ...Object.keys(FORMAT_ALIASES)];

const formatName = z.preprocess(
  (value) => (typeof value === "string" ? value.toLowerCase() : value),
  z.enum(formatNames as [string, ...string[]], `Formats: ${formatNames.join(", ")}`),
);

/** One format or several; aliases resolved, each once, in the order asked for. */
export const formatsSchema = z
  .union([formatName, z.array(formatName).min(1, "Name at least one format").max(20)])
  .transform((names): Format[] => [
    ...new Set([names].flat().flatMap((name) => FORMAT_ALIASES[name] ?? [name as Format])),
  ])
  .openapi({ type: "array", items: { type: "string", enum: formatNames }, example: ["pdf", "xlsx"] });

const fieldChoice = z.union([
  z.string().min(1),
  z.strictObject({
    field: z.string().min(1),
    label: z.string().min(1).max(200).optional(),
    as: z.string().min(1).max(200).optional(),
    format: z.string().max(40).optional(),
  }),
]);

const sortOrder = z.preprocess(
  (value) => (typeof value === "string" ? value.toLowerCase() : value),
  z.enum(["asc", "desc"]),
);

const locale = z.string().refine((value) => {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}, "Give a BCP 47 language tag such as en-US");

const timeZone = z.string().refine((value) => {
  try {
    return /^UTC$|\//.test(value) && Boolean(new Intl.DateTimeFormat("en", { timeZone: value }));
  } catch {
    return false;
  }
}, "Give an IANA time zone such as Europe/Berlin");

/** The definition of a report over one dataset. */
export const configSchema = z
  .strictObject({
    dataset: z
      .string()
      .optional()
      .openapi({ description: "Dataset id. If left out, the one dataset that has all the fields." }),
    fields: z.array(fieldChoice).min(1, "Choose at least one field").max(200),
    filters: z.record(z.string(), z.unknown()).optional(),
    sort_by: z.union([z.string(), z.array(z.string()).min(1).max(10)]).optional(),
    sort_order: z.union([sortOrder, z.array(sortOrder).min(1).max(10)]).optional(),
    limit: z.int("Give a whole number").positive("Give a number above 0").optional(),
    on_limit: z.enum(["truncate", "fail"]).optional(),
    chart_type: z.enum(CHART_TYPES).nullable().optional(),
    chart: z
      .strictObject({ type: z.enum(CHART_TYPES), title: z.string().max(200).optional() })
      .nullable()
      .optional(),
    formats: formatsSchema.optional(),
    title: z.string().min(1).max(255).optional(),
    locale: locale.optional(),
    time_zone: timeZone.optional(),
  })
  .openapi("ReportConfig", {
    example: {
      fields: ["symbol", "date", "price"],
      filters: { symbol: "MSFT" },
      sort_by: "price",
      sort_order: "desc",
    },
  });
export type ReportConfig = z.infer<typeof configSchema>;
