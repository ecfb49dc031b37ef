import { PRESET_IDS, type PresetId } from "../../datasets/presets";
import { addProblem, type ConfigErrors } from "./errors";
import type { NormalTable } from "./normal";
import { RELATIVE_DATES, relativeDays } from "./relative-dates";
import type { MetricsConfig } from "./shapes";

const PREFIX = "metrics.";
/** What there are metrics of: each has a preset `metrics.<type>`. */
const METRIC_TYPES = PRESET_IDS.filter((id) => id.startsWith(PREFIX)).map((id) => id.slice(PREFIX.length));
const DEFAULT_RANGE = "last_30_days";

/**
 * Each metric type as a table of everything that its data has, by date. Days without a `time_range` are the last 30,
 * which stays relative until a run is made.
 */
export function normaliseMetrics(config: MetricsConfig, path: string, errors: ConfigErrors): NormalTable[] {
  const types = [...new Set(config.metric_types ?? METRIC_TYPES)];
  const unknown = types.filter((type) => !METRIC_TYPES.includes(type));
  if (unknown.length > 0) {
    const allowed = `Metric types: ${METRIC_TYPES.join(", ")}`;
    addProblem(
      errors,
      `${path}.metric_types`,
      `Invalid metric types specified: ${unknown.join(", ")}. ${allowed}`,
    );
  }
  for (const type of Object.keys(config.datasets ?? {})) {
    if (!types.includes(type))
      addProblem(errors, `${path}.datasets.${type}`, `is none of the metric types: ${types.join(", ")}`);
  }
  const range = rangeOf(config.time_range, `${path}.time_range`, errors);
  return types.filter((type) => !unknown.includes(type)).map((type) => sectionOf(type, config, path, range));
}

function sectionOf(type: string, config: MetricsConfig, path: string, range: unknown): NormalTable {
  const named = config.datasets?.[type];
  return {
    kind: "table",
    path: `${path}.metric_types`,
    title: null,
    description: null,
    data: {
      dataset: named ?? null,
      dataset_path: named === undefined ? `${path}.metric_types` : `${path}.datasets.${type}`,
      preset: `${PREFIX}${type}` as PresetId,
    },
    fields: null,
    group_by: [],
    sort: [],
    filters: { path: `${path}.filters`, values: {} },
    range: {
      path: `${path}.time_range`,
      values: { date_range: range },
      required: config.time_range !== undefined,
    },
    limit: config.limit ?? null,
    on_limit: config.on_limit ?? "truncate",
    distinct: false,
    totals: false,
    chart: null,
  };
}

/** The time range as the value of a date filter. */
function rangeOf(range: MetricsConfig["time_range"], path: string, errors: ConfigErrors): unknown {
  if (range === undefined) return DEFAULT_RANGE;
  if (typeof range === "string") {
    if (relativeDays(range, new Date(0), "UTC") === null)
      addProblem(errors, path, `Give {start_date, end_date} or one of ${RELATIVE_DATES.join(", ")}`);
    return range;
  }
  const { start_date, end_date } = range;
  if (start_date === undefined && end_date === undefined) return DEFAULT_RANGE;
  if (start_date !== undefined && end_date !== undefined && start_date > end_date)
    addProblem(errors, path, `start_date ${start_date} is after end_date ${end_date}`);
  return { ...(start_date && { start: start_date }), ...(end_date && { end: end_date }) };
}
