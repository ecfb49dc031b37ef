import { z } from "@hono/zod-openapi";
import { wholeNumber } from "../../http/paging";
import { FORMATS, type Format } from "../../render/renderer";
import { reportIdParam } from "../../reports/schemas";

const ALIASES: Readonly<Record<string, Format>> = { excel: "xlsx", word: "docx" };

/** One format; `excel` and `word` are older names. */
export const formatSchema = z
  .preprocess((value) => (typeof value === "string" ? (ALIASES[value] ?? value) : value), z.enum(FORMATS))
  .openapi({ type: "string", enum: [...FORMATS], example: "pdf" });

/** The format in a path. */
export const formatParam = reportIdParam.extend({
  format: formatSchema.openapi({ param: { name: "format", in: "path" } }),
});

export const versionQuery = z.object({
  version: wholeNumber({ min: 1 }).optional().openapi({ description: "The newest if left out." }),
});
