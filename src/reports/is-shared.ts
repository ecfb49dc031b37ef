import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { type ReportRow, reportShares } from "../db/schema";
import { invalid } from "../http/problem";
import { countShares } from "./shares";

/** 422 for `is_shared: true` on a report that nobody shares: who is to see it cannot be told by it. */
export function requireShares({ id, sharedCount }: Pick<ReportRow, "id" | "sharedCount">): void {
  if (sharedCount > 0) return;
  throw invalid({ is_shared: [`Say with whom: POST /reports/${id}/share with {user_ids}`] });
}

/** Takes a report from everybody it is shared with, if the update of the same batch has hit. Two statements. */
export function removeAllShares(ctx: Ctx, report: Pick<ReportRow, "id" | "updatedAt">) {
  const hasHit = sql`EXISTS (SELECT 1 FROM reports WHERE id = ${report.id} AND updated_at = ${report.updatedAt})`;
  return [
    ctx.db.delete(reportShares).where(and(eq(reportShares.reportId, report.id), hasHit)),
    countShares(ctx, report.id),
  ] as const;
}
