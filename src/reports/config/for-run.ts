import type { ReportConfig } from "./schema";

/** What one generation may say differently from the config. */
export interface RunWishes {
  readonly filters?: Readonly<Record<string, unknown>> | undefined;
  readonly limit?: number | undefined;
  readonly locale?: string | undefined;
  readonly time_zone?: string | undefined;
}

/**
 * A config, in any form, with the wishes of one generation: filters are added to the report's own by name, a limit
 * holds for every table.
 */
export function configForRun(config: ReportConfig, wishes: RunWishes): ReportConfig {
  const { filters, limit, locale, time_zone } = wishes;
  return {
    ...config,
    ...(filters && { filters: { ...(config.filters as object | null), ...filters } }),
    ...(locale && { locale }),
    ...(time_zone && { time_zone }),
    ...(limit !== undefined && withLimit(config, limit)),
  };
}

function withLimit({ sections }: ReportConfig, limit: number): ReportConfig {
  if (!Array.isArray(sections)) return { limit };
  return {
    sections: sections.map((section: object) =>
      "fields" in section && section.fields ? { ...section, limit } : section,
    ),
  };
}
