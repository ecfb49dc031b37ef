import { and, eq, isNotNull } from "drizzle-orm";
import type { Ctx } from "../context";
import { reports } from "../db/schema";
import { notFound, Problem } from "../http/problem";
import { audit } from "../identity/audit";
import { reviveStopped, selectStopped } from "../schedules/revive";
import type { Report } from "./schemas";
import { permitted, selectReport } from "./store";
import { reportView } from "./view";

/**
 * Brings a soft-deleted report back, with all that it had; schedules that stopped meanwhile go on. 409 when it is not
 * deleted. Two round trips.
 */
export async function restoreReport(ctx: Ctx, id: string): Promise<Report> {
  const [[found], stopped] = await ctx.db.batch([
    selectReport(ctx, id, { deleted: "either" }),
    selectStopped(ctx, id),
  ]);
  const row = permitted(ctx, found, "restore");
  if (row.deletedAt === null) throw new Problem("conflict", "The report is not deleted.");
  const [changed, , , [noted]] = await ctx.db.batch([
    ctx.db
      .update(reports)
      .set({ deletedAt: null })
      .where(and(eq(reports.id, row.id), isNotNull(reports.deletedAt)))
      .returning({ id: reports.id }),
    audit(ctx, "report.restore", row.id),
    ...reviveStopped(ctx, row.id, stopped),
  ]);
  if (changed.length === 0) throw notFound("report");
  return reportView({ ...row, ...noted, deletedAt: null });
}
