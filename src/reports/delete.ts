import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Ctx } from "../context";
import { reports } from "../db/schema";
import { notFound } from "../http/problem";
import { audit } from "../identity/audit";
import type { Report } from "./schemas";
import { permitted, selectReport } from "./store";
import type { CheckTag } from "./update";
import { reportVersionTag, reportView } from "./view";

/** Soft delete: gone from every list, restorable until it is purged. */
export async function deleteReport(ctx: Ctx, input: { id: string; checkTag: CheckTag }): Promise<void> {
  const [found] = await selectReport(ctx, input.id);
  const row = permitted(ctx, found, "delete");
  input.checkTag(reportVersionTag(row));
  const deletedAt = ctx.now().toISOString();
  const [changed] = await ctx.db.batch([
    ctx.db
      .update(reports)
      .set({ deletedAt })
      .where(and(eq(reports.id, row.id), isNull(reports.deletedAt)))
      .returning({ id: reports.id }),
    audit(ctx, "report.delete", row.id),
  ]);
  if (changed.length === 0) throw notFound("report");
}

/** Brings a soft-deleted report back. */
export async function restoreReport(ctx: Ctx, id: string): Promise<Report> {
  const [found] = await selectReport(ctx, id, { deleted: true });
  const row = permitted(ctx, found, "delete");
  const [changed] = await ctx.db.batch([
    ctx.db
      .update(reports)
      .set({ deletedAt: null })
      .where(and(eq(reports.id, row.id), isNotNull(reports.deletedAt)))
      .returning({ id: reports.id }),
    audit(ctx, "report.restore", row.id),
  ]);
  if (changed.length === 0) throw notFound("report");
  return reportView({ ...row, deletedAt: null });
}
