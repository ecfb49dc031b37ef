import { and, eq, isNull, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { reports, reportVersions } from "../db/schema";
import { Problem } from "../http/problem";
import { audit } from "../identity/audit";
import { resolveDefinition, selectDatasetsFor } from "./config/resolve";
import type { ReportConfig } from "./config/schema";
import type { Report, UpdateReport } from "./schemas";
import { type FoundReport, permitted, selectReport } from "./store";
import { reportVersionTag, reportView } from "./view";

/** Called with the report's tag before it changes; throws 412 when the caller saw another one. */
export type CheckTag = (tag: string) => void;

/** Changes what is named (PATCH; PUT names everything). A changed config makes a new version. */
export async function updateReport(
  ctx: Ctx,
  input: { id: string; changes: UpdateReport; checkTag: CheckTag },
): Promise<Report> {
  const { changes } = input;
  const [[found], candidates] = await ctx.db.batch([
    selectReport(ctx, input.id),
    selectDatasetsFor(ctx, changes.config ?? ({ fields: [], dataset: "-" } as ReportConfig)),
  ]);
  const row = permitted(ctx, found, "update");
  input.checkTag(reportVersionTag(row));

  const next: FoundReport = { ...row, ...definedOnly(changes), updatedAt: ctx.now().toISOString() };
  if (changes.config) {
    const { dataset } = resolveDefinition(
      { name: next.name, description: next.description, config: changes.config },
      candidates,
      row.datasetId,
    );
    next.datasetId = dataset.id;
  }
  const configChanged = changes.config !== undefined && !sameJson(changes.config, row.config);
  const [changed] = await ctx.db.batch([
    ctx.db
      .update(reports)
      .set({
        name: next.name,
        description: next.description,
        status: next.status,
        visibility: next.visibility,
        config: next.config,
        datasetId: next.datasetId,
        versionNumber: configChanged ? sql`${reports.versionNumber} + 1` : sql`${reports.versionNumber}`,
        updatedAt: next.updatedAt,
      })
      .where(and(eq(reports.id, row.id), isNull(reports.deletedAt), eq(reports.updatedAt, row.updatedAt)))
      .returning({ versionNumber: reports.versionNumber }),
    ...(configChanged ? [versionOf(ctx, next)] : []),
    audit(ctx, "report.update", row.id),
  ]);
  const [hit] = changed;
  if (!hit) throw new Problem("conflict", "The report was changed at the same time. Read it again.");
  return reportView({ ...next, versionNumber: hit.versionNumber });
}

/** The version row goes in only when the update of the same batch has hit. */
function versionOf(ctx: Ctx, next: FoundReport) {
  return ctx.db.insert(reportVersions).select(
    sql`SELECT id, version_number, workspace_id, 'update', 'Definition changed', config, NULL, NULL,
      ${ctx.actor.id}, updated_at FROM reports WHERE id = ${next.id} AND updated_at = ${next.updatedAt}`,
  );
}

const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function definedOnly(changes: UpdateReport): Partial<FoundReport> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
