import { z } from "@hono/zod-openapi";
import { FORMATS, type Format } from "../../render/renderer";

/** Names that older clients use for formats; `both` is HTML and PDF. */
const FORMAT_ALIASES: Readonly<Record<string, readonly Format[]>> = {
  both: ["html", "pdf"],
  excel: ["xlsx"],
  word: ["docx"],
};
const formatNames = [...FORMATS, ...Object.keys(FORMAT_ALIASES)];

const formatName = z
  .string()
  .toLowerCase()
  .pipe(z.enum(formatNames as [string, ...string[]], `Formats: ${formatNames.join(", ")}`))
  .meta({ enum: formatNames });

/** One format or several; aliases resolved, each once, in the order asked for. */
export const formatsSchema = z
  .union([formatName, z.array(formatName).min(1, "Name at least one format").max(20)])
  .transform((names): Format[] => [
    ...new Set([names].flat().flatMap((name) => FORMAT_ALIASES[name] ?? [name as Format])),
  ])
  .openapi({ type: "array", items: { type: "string", enum: formatNames }, example: ["pdf", "xlsx"] });

/** The formats that a stored config asks for; null when it does not say. */
export function formatsOf(config: Readonly<Record<string, unknown>>): Format[] | null {
  return formatsSchema.safeParse(config.formats ?? config.format).data ?? null;
}
