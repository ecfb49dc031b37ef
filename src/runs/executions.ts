import { desc, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { runs } from "../db/schema";
import type { Execution } from "../reports/schemas";
import { permitted, selectReport } from "../reports/store";
import { executionView } from "../reports/view";
import { shownRunColumns } from "./find";

/** A report's history, newest first (seed 001's shape). One round trip. */
export async function listExecutions(
  ctx: Ctx,
  reportId: string,
  limit: number,
): Promise<{ report_id: string; report_name: string; total_executions: number; executions: Execution[] }> {
  const [[found], [count], history] = await ctx.db.batch([
    selectReport(ctx, reportId),
    ctx.db
      .select({ total: sql<number>`count(*)`.as("total") })
      .from(runs)
      .where(eq(runs.reportId, reportId)),
    ctx.db
      .select(shownRunColumns)
      .from(runs)
      .where(eq(runs.reportId, reportId))
      .orderBy(desc(runs.id))
      .limit(limit),
  ]);
  const report = permitted(ctx, found, "view");
  return {
    report_id: report.id,
    report_name: report.name,
    total_executions: count?.total ?? 0,
    executions: history.map(executionView),
  };
}
