import type { Role } from "../context";
import type { ReportRow, ScheduleRow } from "../db/schema";
import { reportAccess } from "../identity/policy";

export interface Lost {
  readonly reason: "permission_lost" | "report_deleted";
  readonly message: string;
}

/**
 * Why a schedule may no longer run as its owner, with what is known of them now; null when it may. Pure. The role
 * is null when the workspace does not know them any more.
 */
export function lostAccess(
  { createdBy: owner }: Pick<ScheduleRow, "createdBy">,
  role: Role | null,
  report: Pick<ReportRow, "createdBy" | "visibility" | "deletedAt"> | undefined,
): Lost | null {
  if (!report || report.deletedAt !== null)
    return { reason: "report_deleted", message: "The report was deleted." };
  if (role === null)
    return {
      reason: "permission_lost",
      message: `The owner of this schedule, ${owner}, is no longer in the workspace.`,
    };
  if (reportAccess({ id: owner, name: null, email: null, role }, { ...report, sharedWithMe: false }).schedule)
    return null;
  return {
    reason: "permission_lost",
    message: `The owner of this schedule, ${owner}, may no longer schedule the report: it belongs to ${report.createdBy}.`,
  };
}
