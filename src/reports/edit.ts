import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { newId } from "../db/ids";
import { insertIf } from "../db/insert-if";
import { type RunRow, reports, runs } from "../db/schema";
import { notFound, Problem } from "../http/problem";
import { audit } from "../identity/audit";
import { type Answer, answerFor } from "../runs/generate";
import { liveOf } from "../runs/live-run";
import { isWaiting } from "../runs/machine";
import { runRowFor } from "../runs/new-run";
import { planInlineEdit, planVersionEdit } from "./edited/plan";
import type { EditReport } from "./edited/schemas";
import { dataKeys, keepInlineData } from "./inline/store";
import { type FoundReport, permitted, selectReport, timeOfChange } from "./store";
import type { CheckTag } from "./update";
import { reportVersionTag } from "./view";

export interface EditInput {
  readonly id: string;
  readonly body: EditReport;
  readonly checkTag: CheckTag;
  /** Whether the caller said which state it saw; if not, edits at once make a version each. */
  readonly isConditional: boolean;
  readonly prefer: string | undefined;
}

/**
 * Makes edited data the report's next version, with files in the formats asked for or those that it had. The former
 * version stays as it was. Owner or admin; 422 names the rows and columns that do not fit. Two round trips.
 */
export async function editReport(ctx: Ctx, input: EditInput): Promise<Answer> {
  const { body } = input;
  const [[found], [former], [newest]] = await ctx.db.batch([
    selectReport(ctx, input.id),
    selectNewest(
      ctx,
      input.id,
      sql`status = 'completed' AND version_number IS NOT NULL`,
      sql`version_number`,
    ),
    selectNewest(ctx, input.id, sql`true`, sql`id`),
  ]);
  const report = permitted(ctx, found, "update");
  input.checkTag(reportVersionTag(report));
  if (report.kind !== "inline" && !former) throw nothingToEdit(newest);
  const plan =
    report.kind === "inline" || !former
      ? await planInlineEdit(ctx, report, body.generated_data)
      : await planVersionEdit(ctx, former, body.generated_data);
  const now = ctx.now();
  const keys = dataKeys({ workspaceId: ctx.workspaceId, reportId: report.id, dataId: newId("data", now) });
  const run = runRowFor({
    workspaceId: ctx.workspaceId,
    report,
    definition: plan.definitionOver(keys.rowsKey),
    config: plan.config,
    formats: body.formats ?? body.format ?? plan.formats,
    trigger: "manual",
    requester: { id: ctx.actor.id, name: ctx.actor.name },
    origin: ctx.origin,
    now,
    settings: ctx.settings,
    change: { type: "edit", description: "Data edited" },
    dataKey: report.kind === "inline" ? keys.dataKey : null,
  });
  await keepInlineData(ctx.bucket, keys, plan.data, () => writeRun(ctx, report, run, input.isConditional));
  ctx.later(liveOf(ctx, run).publish("queued", run));
  return await answerFor(ctx, { run, cached: false, coalesced: false }, body.async, input.prefer);
}

/** The newest run of a report under a condition, whole. A statement. */
const selectNewest = (ctx: Ctx, reportId: string, condition: SQL, order: SQL) =>
  ctx.db
    .select()
    .from(runs)
    .where(and(eq(runs.reportId, reportId), sql`+workspace_id = ${ctx.workspaceId}`, condition))
    .orderBy(sql`${order} DESC`)
    .limit(1);

/** Writes the run and touches the report. Throws 412 when it had to be, and is no longer, as it was read. */
async function writeRun(ctx: Ctx, report: FoundReport, run: RunRow, isConditional: boolean): Promise<void> {
  const asRead = isConditional
    ? sql`AND updated_at = ${report.updatedAt} AND version_number = ${report.versionNumber}`
    : sql``;
  const [, touched] = await ctx.db.batch([
    insertIf(
      ctx.db,
      runs,
      run,
      sql`EXISTS (SELECT 1 FROM reports WHERE id = ${report.id} AND deleted_at IS NULL ${asRead})`,
    ),
    ctx.db
      .update(reports)
      .set({ updatedAt: sql`max(updated_at, ${timeOfChange(new Date(run.createdAt), report)})` })
      .where(sql`${reports.id} = ${report.id} AND EXISTS (SELECT 1 FROM runs WHERE id = ${run.id})`)
      .returning({ id: reports.id }),
    audit(ctx, "report.edit", report.id),
  ]);
  if (touched.length > 0) return;
  if (!isConditional) throw notFound("report");
  throw new Problem(
    "precondition_failed",
    "It has changed since you read it: read it again and repeat the change.",
  );
}

function nothingToEdit(newest: RunRow | undefined): Problem {
  if (newest && isWaiting(newest))
    return new Problem("not_ready", "The report is being generated.", { headers: { "Retry-After": "1" } });
  return new Problem("conflict", "The report has no data yet. Generate it first.");
}
