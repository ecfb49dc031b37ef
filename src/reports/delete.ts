import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../context";
import { reports } from "../db/schema";
import { notFound } from "../http/problem";
import { audit } from "../identity/audit";
import { permitted, selectReport } from "./store";
import type { CheckTag } from "./update";
import { reportVersionTag } from "./view";

/** Soft delete: gone from every list, restorable until it is purged (purge.ts). Two round trips. */
export async function deleteReport(ctx: Ctx, input: { id: string; checkTag: CheckTag }): Promise<void> {
  const [found] = await selectReport(ctx, input.id);
  const row = permitted(ctx, found, "delete");
  input.checkTag(reportVersionTag(row));
  const [changed] = await ctx.db.batch([
    ctx.db
      .update(reports)
      .set({ deletedAt: ctx.now().toISOString() })
      .where(and(eq(reports.id, row.id), isNull(reports.deletedAt)))
      .returning({ id: reports.id }),
    audit(ctx, "report.delete", row.id),
  ]);
  if (changed.length === 0) throw notFound("report");
}
