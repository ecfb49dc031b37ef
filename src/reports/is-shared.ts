import { and, eq, type SQL } from "drizzle-orm";
import type { Ctx } from "../context";
import { type ReportRow, reportShares, reports } from "../db/schema";
import { invalid } from "../http/problem";
import type { UpdateReport } from "./schemas";

type Sharing = Pick<ReportRow, "id" | "visibility" | "sharedCount">;

/** Whether others than its owner and the admins see a report: users it is shared with, or the whole workspace. */
export const isShared = ({ visibility, sharedCount }: Omit<Sharing, "id">) =>
  sharedCount > 0 || visibility === "workspace";

/**
 * Whom a report is shared with after a change. `is_shared` names nobody, so it means the workspace: true opens a
 * report to it that nobody shares, false takes a report from all. 422 when `visibility` says the contrary.
 */
export function sharingAfter(row: Sharing, { is_shared, visibility }: UpdateReport): Omit<Sharing, "id"> {
  const { id, sharedCount } = row;
  if (is_shared === undefined || (is_shared && sharedCount > 0))
    return { visibility: visibility ?? row.visibility, sharedCount };
  if (is_shared && visibility === "private")
    throw invalid({ is_shared: [`Say with whom: POST /reports/${id}/share with {user_ids}`] });
  if (!is_shared && visibility === "workspace")
    throw invalid({ is_shared: ["must be true: the whole workspace is to see the report"] });
  return is_shared ? { visibility: "workspace", sharedCount } : { visibility: "private", sharedCount: 0 };
}

/**
 * Takes a report from everybody but its owner, if the update of the same batch has hit. Two statements. That update
 * leaves `visibility` alone, or those whom the report is shared with would be given its runs to lose them again.
 */
export const takeFromAll = (ctx: Ctx, id: string, isWritten: SQL) =>
  [
    ctx.db.delete(reportShares).where(and(eq(reportShares.reportId, id), isWritten)),
    ctx.db
      .update(reports)
      .set({ visibility: "private", sharedCount: 0 })
      .where(and(eq(reports.id, id), isWritten)),
  ] as const;
