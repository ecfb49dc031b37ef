import { and, eq, getTableColumns, isNull, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import type { ControlDatabase } from "../db/client";
import { type ReportRow, reports } from "../db/schema";
import { notFound } from "../http/problem";
import { type ReportAction, requireReport } from "../identity/policy";

/** A report's row with its owner's name. */
export type ListedReport = ReportRow & { createdByName: string | null };
/** The same with what permission rests on. */
export type FoundReport = ListedReport & { sharedWithMe: boolean };

const listed = {
  ...getTableColumns(reports),
  // Names written out: drizzle leaves the table away, and a bare workspace_id would be the users' own.
  createdByName: sql<string | null>`(SELECT u.name FROM users u
    WHERE u.workspace_id = reports.workspace_id AND u.id = reports.created_by)`.as("created_by_name"),
};

const sharedWith = (userId: string) =>
  sql<boolean>`EXISTS (SELECT 1 FROM report_shares s
    WHERE s.report_id = reports.id AND s.user_id = ${userId})`
    .mapWith(Boolean)
    .as("shared_with_me");

/** One report of the caller's workspace, deleted or not as asked. A statement, for use alone or in a batch. */
export function selectReport(ctx: Ctx, id: string, { deleted = false } = {}) {
  return ctx.db
    .select({ ...listed, sharedWithMe: sharedWith(ctx.actor.id) })
    .from(reports)
    .where(
      and(
        eq(reports.id, id),
        eq(reports.workspaceId, ctx.workspaceId),
        deleted ? sql`${reports.deletedAt} IS NOT NULL` : isNull(reports.deletedAt),
      ),
    );
}

/** The report if the caller may do this with it: 404 when the workspace has none such, 403 when it has. */
export function permitted(ctx: Ctx, found: FoundReport | undefined, action: ReportAction): FoundReport {
  if (!found) throw notFound("report");
  requireReport(action, ctx.actor, found);
  return found;
}

export const ORDERINGS = {
  created_at: sql.raw("id"), // ids sort by creation
  updated_at: sql.raw("updated_at"),
  name: sql.raw("name COLLATE NOCASE"),
} as const;
export type Ordering = keyof typeof ORDERINGS;

export interface ReportFilter {
  readonly status?: string | undefined;
  readonly kind?: string | undefined;
  readonly createdBy?: string | undefined;
  readonly isShared?: boolean | undefined;
  readonly clientId?: string | undefined;
  readonly reportType?: string | undefined;
  readonly search?: string | undefined;
}

export interface ReportPage {
  readonly ordering: Ordering;
  readonly descending: boolean;
  readonly limit: number;
  readonly offset: number;
  /** Begins behind this place instead of at `offset`. */
  readonly after?: { readonly key: string; readonly id: string } | undefined;
}

/**
 * A page of the reports that the caller may view. Reads about as many rows as it gives: each way of being
 * allowed to see a report is a range of an index in the wanted order, cut at what the page can need.
 */
export function selectReports(ctx: Ctx, filter: ReportFilter, page: ReportPage) {
  const key = ORDERINGS[page.ordering];
  const direction = sql.raw(page.descending ? "DESC" : "ASC");
  const isById = page.ordering === "created_at";
  const order = isById ? sql`id ${direction}` : sql`${key} ${direction}, id ${direction}`;
  const place = isById ? sql`id` : sql`(${key}, id)`;
  const { after } = page;
  const from = after && (isById ? sql`${after.id}` : sql`(${after.key}, ${after.id})`);
  const beyond = from ? sql`AND ${place} ${sql.raw(page.descending ? "<" : ">")} ${from}` : sql``;
  const wanted = sql`deleted_at IS NULL ${filterSql(filter)} ${beyond}`;
  const depth = page.offset + page.limit;
  const branches = visibleBranches(ctx).map(
    (visible) => sql`SELECT * FROM (SELECT id AS page_id, ${key} AS k FROM reports
      WHERE ${visible} AND ${wanted} ORDER BY ${order} LIMIT ${depth})`,
  );
  const ids = sql`SELECT DISTINCT page_id, k FROM (${sql.join(branches, sql` UNION ALL `)})
    ORDER BY k ${direction}, page_id ${direction} LIMIT ${page.limit} OFFSET ${page.offset}`;
  return ctx.db
    .select(listed)
    .from(reports)
    .innerJoin(sql`(${ids}) AS page`, sql`${reports.id} = page.page_id`)
    .orderBy(sql`k ${direction}, page_id ${direction}`);
}

/** How many there are, from the counters where these suffice, else by counting. */
export function countReports(ctx: Ctx, filter: ReportFilter) {
  const { clientId, reportType, search } = filter;
  if (clientId === undefined && reportType === undefined && search === undefined) {
    const me = ctx.actor.id;
    const counted = sql`SELECT coalesce(sum(n), 0) FROM report_counts
      WHERE workspace_id = ${ctx.workspaceId} AND ${countedFor(ctx, filter.createdBy)} ${countFilterSql(filter)}`;
    const shared =
      ctx.actor.role === "admin"
        ? sql`0`
        : sql`(SELECT count(*) FROM report_shares s JOIN reports ON reports.id = s.report_id
            WHERE s.workspace_id = ${ctx.workspaceId} AND s.user_id = ${me} AND deleted_at IS NULL
              AND created_by <> ${me} AND visibility <> 'workspace' ${filterSql(filter)})`;
    return totalOf(ctx.db, sql`(${counted}) + ${shared}`);
  }
  const visible = sql.join(
    visibleBranches(ctx).map((branch) => sql`(${branch})`),
    sql` OR `,
  );
  return totalOf(
    ctx.db,
    sql`(SELECT count(*) FROM reports
      WHERE deleted_at IS NULL AND (${visible}) ${filterSql(filter)})`,
  );
}

/** The counters that make up what the caller may view; `created_by = ''` counts all owners together. */
function countedFor({ actor }: Ctx, owner: string | undefined): SQL {
  if (actor.role === "admin" || owner === actor.id) return sql`created_by = ${owner ?? ""}`;
  if (owner !== undefined) return sql`created_by = ${owner} AND visibility = 'workspace'`;
  return sql`created_by IN (${actor.id}, '')
    AND visibility = CASE created_by WHEN '' THEN 'workspace' ELSE 'private' END`;
}

const totalOf = (db: ControlDatabase, total: SQL) =>
  db.select({ total: sql<number>`${total}`.as("total") }).from(sql`(SELECT 1)`);

/**
 * Admins see all; others their own, the workspace's, and those shared with them. The unary plus keeps SQLite
 * from walking the whole workspace for the few that are shared: these are looked up by id.
 */
function visibleBranches(ctx: Ctx): SQL[] {
  const me = ctx.actor.id;
  const here = ctx.workspaceId;
  if (ctx.actor.role === "admin") return [sql`workspace_id = ${here}`];
  return [
    sql`workspace_id = ${here} AND created_by = ${me}`,
    sql`workspace_id = ${here} AND visibility = 'workspace'`,
    sql`+workspace_id = ${here}
      AND id IN (SELECT report_id FROM report_shares WHERE workspace_id = ${here} AND user_id = ${me})`,
  ];
}

function countFilterSql({ status, kind, isShared }: ReportFilter): SQL {
  return conjunction([
    status === undefined ? null : sql`status = ${status}`,
    kind === undefined ? null : sql`kind = ${kind}`,
    isShared === undefined ? null : sql`is_shared = ${Number(isShared)}`,
  ]);
}

function filterSql({ isShared, createdBy, clientId, reportType, search, ...counted }: ReportFilter): SQL {
  return conjunction([
    sql`1 ${countFilterSql(counted)}`,
    createdBy === undefined ? null : sql`created_by = ${createdBy}`,
    isShared === undefined ? null : sql`(shared_count > 0) = ${Number(isShared)}`,
    clientId === undefined ? null : sql`client_id = ${clientId}`,
    reportType === undefined ? null : sql`report_type = ${reportType}`,
    search === undefined
      ? null
      : sql`(instr(lower(name), lower(${search})) > 0 OR instr(lower(coalesce(description, '')), lower(${search})) > 0)`,
  ]);
}

function conjunction(parts: readonly (SQL | null)[]): SQL {
  const present = parts.filter((part) => part !== null);
  return present.length === 0 ? sql`` : sql`AND ${sql.join(present, sql` AND `)}`;
}
