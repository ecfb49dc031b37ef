import type { Actor, Platform } from "../context";
import type { DatasetRow, ReportRow, RunRow, ScheduleRow } from "../db/schema";
import type { Format } from "../render/renderer";
import { DEFAULT_FORMATS, type Definition } from "../reports/config/definition";
import { configForRun } from "../reports/config/for-run";
import { formatsOf } from "../reports/config/formats";
import { runRowFor } from "../runs/new-run";
import { defineRun, type Terms } from "../runs/terms";
import { recurrenceOf } from "./recurrence";
import { withTokens } from "./tokens";

/** What a schedule makes of its report. */
export interface Plan {
  readonly definition: Definition;
  readonly config: Record<string, unknown>;
  readonly terms: Terms;
  readonly formats: readonly Format[];
}

type Planned = Pick<ScheduleRow, "workspaceId" | "recurrence" | "filters" | "formats">;

/**
 * What a slot of a schedule makes: the report's config with the schedule's filters, its relative dates counted in
 * the schedule's zone from the planned time, so that a late run makes what was meant. Throws 422 for filters that
 * do not fit the data, and for a config that no longer does.
 */
export function planOf(
  schedule: Planned,
  report: ReportRow,
  candidates: readonly DatasetRow[],
  slot: Date,
): Plan {
  const { workspaceId } = schedule;
  const config = configForRun(report.config, { filters: schedule.filters });
  const own = candidates.filter((dataset) => dataset.workspaceId === workspaceId && isOf(report, dataset));
  const terms = { zone: recurrenceOf(schedule).time_zone, planned: slot.toISOString() };
  const { definition } = defineRun({ ...report, config }, own, terms, slot);
  const formats = schedule.formats ?? formatsOf(config) ?? DEFAULT_FORMATS;
  return { definition, config, terms, formats };
}

const isOf = ({ datasetIds }: ReportRow, { id }: DatasetRow) => datasetIds.includes(id);

/** Who and when a scheduled run is for. */
export interface Occasion {
  readonly requester: Pick<Actor, "id" | "name">;
  /** What its relative dates and file names count from. */
  readonly planned: Date;
  /** Null for a run that somebody asked for out of turn. */
  readonly slot: Date | null;
}

/** The row of a run of a schedule; it waits, and nothing is written yet. */
export function scheduledRun(
  { settings, now }: Pick<Platform, "settings" | "now">,
  schedule: ScheduleRow,
  report: ReportRow,
  candidates: readonly DatasetRow[],
  { requester, planned, slot }: Occasion,
): RunRow {
  const facts = {
    report: report.name,
    schedule: schedule.name ?? report.name,
    slot: planned,
    timeZone: recurrenceOf(schedule).time_zone,
  };
  return runRowFor({
    workspaceId: schedule.workspaceId,
    report,
    ...planOf(schedule, report, candidates, planned),
    trigger: "schedule",
    requester: { id: requester.id, name: requester.name },
    origin: schedule.origin,
    now: now(),
    settings,
    filename: schedule.filenameTemplate && withTokens(schedule.filenameTemplate, facts),
    scheduleId: schedule.id,
    slot: slot?.toISOString() ?? null,
  });
}
