import type { Ctx } from "../context";
import type { DatasetRow } from "../db/schema";
import { invalid } from "../http/problem";
import type { Format } from "../render/renderer";
import { DEFAULT_FORMATS, type Definition } from "../reports/config/definition";
import { formatsOf } from "../reports/config/formats";
import { configForRun, resolveDefinition } from "../reports/config/resolve";
import { withCharts } from "../reports/inline/charts";
import { planInline } from "../reports/inline/plan";
import type { FoundReport } from "../reports/store";
import type { Generate } from "./schemas";

/** What a generation will make: the report's config with the request's wishes, made exact. */
export interface Plan {
  readonly definition: Definition;
  readonly config: Record<string, unknown>;
  readonly formats: readonly Format[];
  readonly datasets: readonly (DatasetRow | null)[];
}

/**
 * Plans a generation of a report. `candidates` are the datasets that it may be over. Throws 422 for what the
 * request or, meanwhile, the config names wrongly.
 */
export async function planRun(
  ctx: Ctx,
  report: FoundReport,
  candidates: readonly DatasetRow[],
  request: Generate,
): Promise<Plan> {
  const asked = request.formats ?? request.format;
  if (report.kind === "inline") return await planInline(ctx, report, { ...request, formats: asked });
  if (request.template !== undefined)
    throw invalid({ template: ["Only reports whose data came with them are laid out by a template"] });
  const config = configForRun(report.config, request);
  const { definition, datasets } = resolveDefinition({ ...report, config }, candidates, {
    now: ctx.now(),
    workspaceId: ctx.workspaceId,
    preferred: report.datasetIds,
    filterRoot: "filters",
  });
  return {
    definition: withCharts(definition, request.include_charts),
    config,
    formats: asked ?? formatsOf(config) ?? DEFAULT_FORMATS,
    datasets,
  };
}
