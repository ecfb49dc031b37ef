import type { Ctx } from "../context";
import type { DatasetRow } from "../db/schema";
import { invalid } from "../http/problem";
import type { Format } from "../render/renderer";
import { DEFAULT_FORMATS, type Definition } from "../reports/config/definition";
import { configForRun } from "../reports/config/for-run";
import { formatsOf } from "../reports/config/formats";
import { planInline } from "../reports/inline/plan";
import type { FoundReport } from "../reports/store";
import type { Generate } from "./schemas";
import { defineRun, type Terms } from "./terms";

/** What a generation will make: the report's config with the request's wishes, made exact. */
export interface Plan {
  readonly definition: Definition;
  readonly config: Record<string, unknown>;
  readonly terms?: Terms;
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
  const terms = { include_charts: request.include_charts };
  return {
    ...defineRun({ ...report, config }, candidates, terms, ctx.now()),
    config,
    terms,
    formats: asked ?? formatsOf(config) ?? DEFAULT_FORMATS,
  };
}
