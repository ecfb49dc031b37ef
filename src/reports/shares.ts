import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { reportShares, reports, users } from "../db/schema";

/** The people of this workspace among these user ids: whoever was seen in it. A statement. */
export const selectKnownUsers = (ctx: Ctx, ids: readonly string[]) =>
  ctx.db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(and(eq(users.workspaceId, ctx.workspaceId), sql`${users.id} IN (${listed(ids)})`))
    .orderBy(users.id);

/** Shares a report with these users, once each, as long as it is there and theirs to have. A statement. */
export function insertShares(ctx: Ctx, reportId: string, userIds: readonly string[]) {
  return ctx.db
    .insert(reportShares)
    .select(
      sql`SELECT r.id, u.value, r.workspace_id, ${ctx.actor.id}, ${ctx.now().toISOString()}
      FROM json_each(${JSON.stringify(userIds)}) AS u JOIN reports AS r ON r.id = ${reportId} AND r.deleted_at IS NULL
      WHERE u.value <> r.created_by`,
    )
    .onConflictDoNothing();
}

/** Takes a report from these users; gives those who had it. A statement. */
export const deleteShares = (ctx: Ctx, reportId: string, userIds: readonly string[]) =>
  ctx.db
    .delete(reportShares)
    .where(and(eq(reportShares.reportId, reportId), sql`${reportShares.userId} IN (${listed(userIds)})`))
    .returning({ userId: reportShares.userId });

/**
 * Notes at the report how many it is shared with: stands behind every change of shares, in the same batch, so that
 * the number and the lists are exact. Gives nothing when the report is not there. A statement.
 */
export const countShares = (ctx: Ctx, reportId: string) =>
  ctx.db
    .update(reports)
    .set({ sharedCount: sql`(SELECT count(*) FROM report_shares AS s WHERE s.report_id = ${reportId})` })
    .where(sql`${reports.id} = ${reportId} AND ${reports.deletedAt} IS NULL`)
    .returning({ sharedCount: reports.sharedCount });

const listed = (ids: readonly string[]) => sql`SELECT value FROM json_each(${JSON.stringify(ids)})`;
