import { z } from "@hono/zod-openapi";
import { mergePatch } from "./merge-patch";
import type { ReportConfig } from "./schema";

export const configOverridesSchema = z.record(z.string(), z.unknown()).openapi({
  description:
    "Laid over the config as a merge patch (RFC 7396): objects merge, null removes, all else replaces. Over a config with sections, what a flat config says of its table holds for the first table.",
  example: { sort_order: "asc" },
});

/** What a table section says, and the flat form says of its one table. */
const TABLE_KEYS = [
  "fields",
  "group_by",
  "sort_by",
  "sort_order",
  "limit",
  "on_limit",
  "distinct",
  "totals",
  "chart_type",
  "chart",
];
/** Two names of one thing: an override by either replaces what the config says by the other. */
const SYNONYMS = [
  ["chart_type", "chart"],
  ["format", "formats"],
] as const;

/**
 * A config with overrides laid over it (RFC 7396: objects merge, null removes). Where the config has sections and
 * the overrides are flat, what they say of a table holds for the first table, and a dataset for all of them.
 */
export function withOverrides(config: ReportConfig, overrides: ReportConfig = {}): ReportConfig {
  const { sections } = config;
  if (!Array.isArray(sections) || "sections" in overrides) return merged(config, overrides);
  if (typeof overrides.dataset === "string") {
    const { dataset: _, ...others } = overrides;
    return withOverrides(overDataset(config, overrides.dataset), others);
  }
  const isOfTable = ([key]: readonly [string, unknown]) => TABLE_KEYS.includes(key);
  const entries = Object.entries(overrides);
  const ofTable = Object.fromEntries(entries.filter(isOfTable));
  const table = sections.findIndex(isTable);
  if (Object.keys(ofTable).length === 0 || table < 0) return merged(config, overrides);
  return {
    ...merged(config, Object.fromEntries(entries.filter((entry) => !isOfTable(entry)))),
    sections: sections.map((section, at) => (at === table ? merged(section, ofTable) : section)),
  };
}

/** A config whose tables and figures are all over one dataset. */
export function overDataset(config: ReportConfig, dataset: string): ReportConfig {
  const { sections } = config;
  if (!Array.isArray(sections)) return { ...config, dataset };
  return {
    ...config,
    sections: sections.map((section) =>
      isObject(section) && !isText(section) ? { ...section, dataset } : section,
    ),
  };
}

function merged(config: ReportConfig, overrides: ReportConfig): ReportConfig {
  const kept = { ...config };
  for (const [one, other] of SYNONYMS) {
    if (one in overrides && !(other in overrides)) delete kept[other];
    if (other in overrides && !(one in overrides)) delete kept[one];
  }
  return mergePatch(kept, overrides) as ReportConfig;
}

const isObject = (section: unknown): section is ReportConfig =>
  typeof section === "object" && section !== null;
const isText = (section: ReportConfig) => section.kind === "text" || "text" in section;
const isTable = (section: unknown) =>
  isObject(section) && !isText(section) && section.kind !== "figures" && !("figures" in section);
