import type { DatasetRow, ReportRow } from "../db/schema";
import { type Resolved, resolveDefinition } from "../reports/config/resolve";
import { withCharts } from "../reports/inline/charts";

/** What a definition depends on beside the config and the data. Kept with the run: a later try makes the same. */
export interface Terms {
  /** True: a chart for every table that can have one; false: none; left out: as the config has it. */
  readonly include_charts?: boolean | undefined;
  /** IANA name: the zone in which relative dates are counted instead of the config's own. */
  readonly zone?: string | undefined;
  /** The instant that relative dates count from; left out: when the run is asked for. */
  readonly planned?: string | undefined;
}

/** The definition of a report's run, whoever asks for it. Throws 422 for what the config names wrongly. */
export function defineRun(
  report: Pick<ReportRow, "name" | "description" | "config" | "workspaceId" | "datasetIds">,
  candidates: readonly DatasetRow[],
  { include_charts, zone, planned }: Terms,
  now: Date,
): Resolved {
  const { definition, datasets } = resolveDefinition(report, candidates, {
    now: planned === undefined ? now : new Date(planned),
    workspaceId: report.workspaceId,
    preferred: report.datasetIds,
    filterRoot: "filters",
    zone,
  });
  return { definition: withCharts(definition, include_charts), datasets };
}
