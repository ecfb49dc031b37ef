import type { Platform } from "../../context";
import type { ReportRow } from "../../db/schema";
import { invalid } from "../../http/problem";
import type { Format } from "../../render/renderer";
import type { Definition } from "../config/definition";
import { formatsOf } from "../config/formats";
import { inlineDefinition } from "./definition";
import { type Narrowing, narrowed } from "./narrow";
import type { InlineConfig } from "./schemas";
import { readOutline } from "./store";
import { INLINE_TEMPLATE_NAMES, type InlineTemplateName, isInlineTemplate } from "./templates";

/** Formats when none are asked for: what people download. */
export const INLINE_FORMATS: readonly Format[] = ["pdf", "docx", "xlsx"];

export interface InlineRequest extends Narrowing {
  readonly formats: readonly Format[] | undefined;
  readonly template?: string | undefined;
  readonly include_charts?: boolean | undefined;
  readonly locale?: string | undefined;
  readonly time_zone?: string | undefined;
}

export interface InlinePlan {
  readonly definition: Definition;
  readonly config: Record<string, unknown>;
  readonly formats: readonly Format[];
  readonly datasets: readonly [];
}

/** Plans another generation over the data that a report came with, or that it was edited to. One R2 read. */
export async function planInline(
  { bucket }: Pick<Platform, "bucket">,
  report: Pick<ReportRow, "name" | "description" | "config" | "dataKey">,
  request: InlineRequest,
): Promise<InlinePlan> {
  const { template, include_charts, locale, time_zone, filters, limit } = request;
  const asked = Object.entries({ template, include_charts, locale, time_zone });
  const config: InlineConfig = {
    ...report.config,
    ...Object.fromEntries(asked.filter(([, value]) => value !== undefined)),
  };
  const { outline, rows_key } = await readOutline(bucket, report.dataKey);
  const definition = inlineDefinition(outline, rows_key, {
    title: report.name,
    description: report.description,
    template: templateOf(config.template, "template"),
    include_charts: config.include_charts,
    locale: config.locale,
    time_zone: config.time_zone,
  });
  return {
    definition: narrowed(definition, request),
    config: { ...config, ...(filters && { filters }), ...(limit === undefined ? {} : { limit }) },
    formats: request.formats ?? formatsOf(config) ?? INLINE_FORMATS,
    datasets: [],
  };
}

/** Throws 422 that lists the templates for one that there is not; `field` is where it stood. */
export function templateOf(name: string | undefined, field: string): InlineTemplateName {
  if (name === undefined) return "default";
  if (isInlineTemplate(name)) return name;
  throw invalid({
    [field]: [`There is no template ${name.slice(0, 60)}. Templates: ${INLINE_TEMPLATE_NAMES.join(", ")}`],
  });
}
