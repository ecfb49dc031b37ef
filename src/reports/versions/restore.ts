import { and, eq, isNull, sql } from "drizzle-orm";
import type { Ctx } from "../../context";
import { type DatasetRow, datasets, reports, reportVersions } from "../../db/schema";
import { notFound, Problem } from "../../http/problem";
import { auditedWrite } from "../../identity/audit";
import { followConfig, nextRunIn } from "../../schedules/from-config";
import { datasetColumns, resolveDefinition } from "../config/resolve";
import type { Report } from "../schemas";
import { type FoundReport, permitted, selectReport, timeOfChange } from "../store";
import type { CheckTag } from "../update";
import { reportVersionTag, reportView } from "../view";
import { type ListedVersion, selectVersions } from "./store";

/**
 * Makes the definition of a former version the report's own again, as a new version; name, description and who may
 * see it stay. It is checked against the data of today: 422 as for any config. Two round trips.
 */
export async function restoreVersion(
  ctx: Ctx,
  input: { readonly id: string; readonly version: number; readonly checkTag: CheckTag },
): Promise<Report> {
  const { id, version } = input;
  const [[found], [former], candidates] = await ctx.db.batch([
    selectReport(ctx, id),
    selectVersions(ctx, id, eq(reportVersions.versionNumber, version)),
    selectDatasetsOfVersion(ctx, id, version),
  ]);
  const row = permitted(ctx, found, "update");
  if (!former) throw notFound("version");
  input.checkTag(reportVersionTag(row));
  const next: FoundReport = { ...row, ...restored(ctx, row, former, candidates) };
  const { audited, isWritten } = auditedWrite(ctx, "report.restore_version", id);
  const [[hit], ...others] = await ctx.db.batch([
    ctx.db
      .update(reports)
      .set({
        config: next.config,
        datasetId: next.datasetId,
        datasetIds: next.datasetIds,
        dataKey: next.dataKey,
        versionNumber: next.versionNumber,
        updatedAt: next.updatedAt,
      })
      .where(
        and(
          eq(reports.id, id),
          isNull(reports.deletedAt),
          eq(reports.updatedAt, row.updatedAt),
          eq(reports.versionNumber, row.versionNumber),
        ),
      )
      .returning({ id: reports.id }),
    audited,
    ctx.db.insert(reportVersions).select(
      sql`SELECT id, version_number, workspace_id, 'update', ${`Version ${version} restored`}, config, NULL, NULL,
        ${ctx.actor.id}, updated_at, name, description, dataset_ids, data_key FROM reports
        WHERE id = ${id} AND ${isWritten} ON CONFLICT DO NOTHING`,
    ),
    ...(row.kind === "built" ? followConfig(ctx, next, isWritten) : []),
  ]);
  if (!hit) throw new Problem("conflict", "The report was changed at the same time. Read it again.");
  return reportView({ ...next, ...nextRunIn(others) });
}

/** What of the report changes. */
function restored(ctx: Ctx, row: FoundReport, former: ListedVersion, candidates: readonly DatasetRow[]) {
  const { config, dataKey } = former;
  const { name, description, workspaceId, kind } = row;
  const now = ctx.now();
  const next = { config, dataKey, versionNumber: row.versionNumber + 1, updatedAt: timeOfChange(now, row) };
  if (kind !== "built") return next;
  const { datasets } = resolveDefinition({ name, description, config }, candidates, {
    now,
    workspaceId,
    preferred: former.datasetIds,
  });
  return { ...next, ...datasetColumns(datasets) };
}

/** The datasets that a version was over and the report is over now. A statement. */
const selectDatasetsOfVersion = (ctx: Ctx, reportId: string, version: number) =>
  ctx.db
    .select()
    .from(datasets)
    .where(
      sql`${datasets.workspaceId} = ${ctx.workspaceId} AND ${datasets.id} IN (
        SELECT noted.value FROM reports AS r, json_each(r.dataset_ids) AS noted WHERE r.id = ${reportId}
        UNION SELECT noted.value FROM report_versions AS v, json_each(v.dataset_ids) AS noted
        WHERE v.report_id = ${reportId} AND v.version_number = ${version})`,
    );
