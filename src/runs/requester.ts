import { sql } from "drizzle-orm";
import type { Role } from "../context";
import type { RunRow } from "../db/schema";
import { type ReportFacts, reportAccess } from "../identity/policy";
import { RunFailure } from "./failure";

/** What tells whether whoever asked for a run may still have it. */
export interface RequesterFacts extends ReportFacts {
  /** As the user was last seen; null when they were never recorded. */
  readonly role: Role | null;
}

/** The facts of a row of `runs`, for a statement over it; null when the report is gone. */
export const requesterFacts = sql<RequesterFacts | null>`(SELECT json_object(
    'createdBy', r.created_by, 'visibility', r.visibility,
    'sharedWithMe', EXISTS (SELECT 1 FROM report_shares AS s WHERE s.report_id = r.id
      AND s.workspace_id = r.workspace_id AND s.user_id = runs.generated_by),
    'role', (SELECT u.role FROM users AS u WHERE u.workspace_id = r.workspace_id AND u.id = runs.generated_by))
  FROM reports AS r WHERE r.id = runs.report_id)`.mapWith((text: string): RequesterFacts => JSON.parse(text));

/**
 * Throws `permission_lost` when whoever asked for the run may no longer generate the report. They could when they
 * asked, so what is not known does not count against them.
 */
export function requirePermitted(
  { generatedBy: id }: Pick<RunRow, "generatedBy">,
  facts: RequesterFacts | null,
): void {
  if (!facts || facts.role === null) return;
  if (reportAccess({ id, name: null, email: null, role: facts.role }, facts).generate) return;
  throw new RunFailure(
    "permission_lost",
    "Whoever asked for this run may no longer generate the report. Ask its owner to share it.",
  );
}
