import { and, eq, isNotNull } from "drizzle-orm";
import type { Ctx } from "../context";
import { reports } from "../db/schema";
import { notFound } from "../http/problem";
import { audit } from "../identity/audit";
import type { Report } from "./schemas";
import { permitted, selectReport } from "./store";
import { reportView } from "./view";

/** Brings a soft-deleted report back, with all that it had. 404 when it is not deleted. Two round trips. */
export async function restoreReport(ctx: Ctx, id: string): Promise<Report> {
  const [found] = await selectReport(ctx, id, { deleted: true });
  const row = permitted(ctx, found, "restore");
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
