import { addProblem, type ConfigErrors } from "./errors";
import { normaliseMetrics } from "./metrics";
import type { NormalConfig } from "./normal";
import { readPart } from "./read-part";
import { scheduleOf } from "./schedule";
import { readSection, tableOf } from "./sections";
import { flatShape, metricsShape, type ReportPart, sectionsShape } from "./shapes";

/** Keys that only the form by metric types has, or that mean it where no field is named. */
const METRICS_KEYS = [
  "metric_types",
  "time_range",
  "datasets",
  "name",
  "format",
  "frequency",
  "schedule_time",
  "schedule_day",
];
/** Keys that the flat form alone has. */
const FLAT_KEYS = ["fields", "dataset", "group_by", "sort_by", "distinct", "totals", "chart_type", "chart"];

/**
 * Brings any form of a config into the one that the rest works with: flat, with sections, or by metric types.
 * Pure, and knows no data. Problems go to `errors` under the paths of what was sent.
 */
export function normaliseConfig(
  config: Readonly<Record<string, unknown>>,
  errors: ConfigErrors,
  path = "config",
): NormalConfig {
  const has = (key: string) => (config[key] ?? null) !== null;
  const [form, other] = ["sections", "metric_types", "fields"].filter(has);
  if (other) addProblem(errors, `${path}.${other}`, `Leave this out beside ${form}: a config has one form`);
  const rest = other ? Object.fromEntries(Object.entries(config).filter(([key]) => key !== other)) : config;
  if (has("sections")) return normaliseSections(rest, errors, path);
  const isByMetrics = has("metric_types") || (METRICS_KEYS.some(has) && !FLAT_KEYS.some(has));
  return isByMetrics ? normaliseByMetrics(rest, errors, path) : normaliseFlat(rest, errors, path);
}

function normaliseFlat(config: object, errors: ConfigErrors, path: string): NormalConfig {
  const read = readPart(flatShape, config, path, errors);
  const none = { title: undefined, filters: undefined }; // these stand for the whole report here
  return { ...reportOf(read, path, errors), sections: [tableOf({ ...read, ...none }, path, errors)] };
}

function normaliseSections(config: object, errors: ConfigErrors, path: string): NormalConfig {
  const read = readPart(sectionsShape, config, path, errors);
  const sections = (read.sections ?? []).map((section, index) =>
    readSection(section, `${path}.sections.${index}`, errors),
  );
  return { ...reportOf(read, path, errors), sections };
}

function normaliseByMetrics(config: object, errors: ConfigErrors, path: string): NormalConfig {
  const read = readPart(metricsShape, config, path, errors);
  return {
    ...reportOf(read, path, errors),
    description: read.description ?? null,
    sections: normaliseMetrics(read, path, errors),
  };
}

/** What stands once for the whole report. */
function reportOf(read: ReportPart, path: string, errors: ConfigErrors): Omit<NormalConfig, "sections"> {
  return {
    path,
    title: read.title ?? null,
    description: null,
    time_zone: read.time_zone ?? "UTC",
    locale: read.locale ?? "en-US",
    formats: read.formats ?? read.format ?? null,
    page: read.page ?? null,
    filters: { path: `${path}.filters`, values: read.filters ?? {} },
    schedule: scheduleOf(read, path, errors),
  };
}
