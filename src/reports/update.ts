import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { selectDatasetsOf } from "../datasets/choose";
import { reports, reportVersions } from "../db/schema";
import { invalid, Problem } from "../http/problem";
import { auditedWrite } from "../identity/audit";
import { followConfig, nextRunIn } from "../schedules/from-config";
import { datasetColumns, resolveDefinition, selectDatasetsFor } from "./config/resolve";
import { sharingAfter, takeFromAll } from "./is-shared";
import type { Report, UpdateReport } from "./schemas";
import { type FoundReport, permitted, selectReport, timeOfChange } from "./store";
import { reportVersionTag, reportView } from "./view";

/** Called with the report's tag before it changes; throws 412 when the caller saw another one. */
export type CheckTag = (tag: string) => void;

/** Changes what is named (PATCH; PUT names everything). A changed config makes a new version. */
export async function updateReport(
  ctx: Ctx,
  input: { id: string; changes: UpdateReport; checkTag: CheckTag },
): Promise<Report> {
  const { is_shared, ...changes } = input.changes;
  const [[found], candidates] = await ctx.db.batch([
    selectReport(ctx, input.id),
    changes.config ? selectDatasetsFor(ctx, changes.config, input.id) : selectDatasetsOf(ctx, input.id),
  ]);
  const row = permitted(ctx, found, "update");
  input.checkTag(reportVersionTag(row));

  const next: FoundReport = {
    ...row,
    ...definedOnly(changes),
    ...sharingAfter(row, input.changes),
    updatedAt: timeOfChange(ctx.now(), row),
  };
  if (changes.config) {
    requireBuilt(row);
    const { datasets } = resolveDefinition(
      { name: next.name, description: next.description, config: changes.config },
      candidates,
      { now: ctx.now(), workspaceId: ctx.workspaceId, preferred: row.datasetIds },
    );
    Object.assign(next, datasetColumns(datasets));
  }
  const configChanged = changes.config !== undefined && !sameJson(changes.config, row.config);
  const { audited, isWritten } = auditedWrite(ctx, "report.update", row.id);
  const [changed, ...others] = await ctx.db.batch([
    ctx.db
      .update(reports)
      .set({
        name: next.name,
        description: next.description,
        status: next.status,
        visibility: is_shared === false ? row.visibility : next.visibility,
        config: next.config,
        datasetId: next.datasetId,
        datasetIds: next.datasetIds,
        versionNumber: configChanged ? sql`${reports.versionNumber} + 1` : sql`${reports.versionNumber}`,
        updatedAt: next.updatedAt,
      })
      .where(and(eq(reports.id, row.id), isNull(reports.deletedAt), eq(reports.updatedAt, row.updatedAt)))
      .returning({ versionNumber: reports.versionNumber }),
    audited,
    ...(configChanged ? [versionOf(ctx, next, isWritten)] : []),
    ...(is_shared === false ? takeFromAll(ctx, row.id, isWritten) : []),
    ...(configChanged ? followConfig(ctx, next, isWritten) : []),
  ]);
  const [hit] = changed;
  if (!hit) throw new Problem("conflict", "The report was changed at the same time. Read it again.");
  return reportView({ ...next, ...nextRunIn(others), versionNumber: hit.versionNumber });
}

/** The version row goes in only when the update of the same batch has hit. */
function versionOf(ctx: Ctx, next: FoundReport, isWritten: SQL) {
  return ctx.db.insert(reportVersions).select(
    sql`SELECT id, version_number, workspace_id, 'update', 'Definition changed', config, NULL, NULL,
      ${ctx.actor.id}, updated_at, name, description, dataset_ids, data_key
      FROM reports WHERE id = ${next.id} AND ${isWritten}
      ON CONFLICT DO NOTHING`,
  );
}

/** Only a built report has a config to change: the data of the others came with them. */
function requireBuilt({ kind }: FoundReport): void {
  if (kind !== "built") throw invalid({ config: [`This report is ${kind}: its content came with it`] });
}

const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function definedOnly(changes: Omit<UpdateReport, "is_shared">): Partial<FoundReport> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
