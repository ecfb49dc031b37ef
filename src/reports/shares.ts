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

/** Users that a report may be shared with: each is one more list that it stands in, and its runs are found from. */
export const MOST_SHARES = 1000;

/** With how many a report would be shared, these among them; its owner does not count. */
const sharesWith = (reportId: string, userIds: readonly string[]) => sql<number>`(
  SELECT count(*) FROM (
    SELECT user_id FROM report_shares WHERE report_id = ${reportId}
    UNION ${listed(userIds)} EXCEPT SELECT created_by FROM reports WHERE id = ${reportId}))`;

/** The same as a statement, for the batch that is to share it: what it gives is from right before. */
export const selectSharesWith = (ctx: Ctx, reportId: string, userIds: readonly string[]) =>
  ctx.db
    .select({ total: sharesWith(reportId, userIds).as("total") })
    .from(reports)
    .where(sql`${reports.id} = ${reportId}`);

/**
 * Shares a report with these users, once each, as long as it is there and theirs to have, and not with too many.
 * A statement.
 */
export function insertShares(ctx: Ctx, reportId: string, userIds: readonly string[]) {
  return ctx.db
    .insert(reportShares)
    .select(
      sql`SELECT r.id, u.value, r.workspace_id, ${ctx.actor.id}, ${ctx.now().toISOString()}
      FROM json_each(${JSON.stringify(userIds)}) AS u JOIN reports AS r ON r.id = ${reportId} AND r.deleted_at IS NULL
      WHERE u.value <> r.created_by AND ${sharesWith(reportId, userIds)} <= ${MOST_SHARES}`,
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
