import { z } from "@hono/zod-openapi";
import type { Ctx } from "../../context";

/** What the caller's own workspace holds. Nobody sees another's, nor sums over all. */
export const tablesSchema = z.object({
  users: z.int(),
  datasets: z.int(),
  reports: z.int(),
  runs_waiting: z.int(),
  runs_running: z.int(),
});

export const workersSchema = z.object({
  last_claim: z.iso
    .datetime()
    .nullable()
    .openapi({ description: "When a run of this workspace last began." }),
  waiting_runs: z.int(),
  running_runs: z.int(),
  oldest_waiting_seconds: z.int(),
  dead_letters: z.int().openapi({ description: "Messages given up in the last 24 hours." }),
});

export interface WorkspaceFacts {
  readonly tables: z.infer<typeof tablesSchema>;
  readonly workers: z.infer<typeof workersSchema>;
}

/** The facts of the caller's workspace. One round trip. */
export async function workspaceFacts({ d1, workspaceId, now }: Ctx): Promise<WorkspaceFacts> {
  const at = now();
  const { results } = await d1
    .prepare(
      `SELECT
        (SELECT count(*) FROM users WHERE workspace_id = ?1) AS users,
        (SELECT count(*) FROM datasets WHERE workspace_id = ?1) AS datasets,
        (SELECT coalesce(sum(n), 0) FROM report_lists
          WHERE workspace_id = ?1 AND audience = 'all' AND facet = json_array(NULL, NULL, NULL)) AS reports,
        (SELECT count(*) FROM runs WHERE workspace_id = ?1 AND status IN ('queued', 'retrying')) AS waiting,
        (SELECT min(available_at) FROM runs WHERE workspace_id = ?1 AND status IN ('queued', 'retrying')) AS oldest,
        (SELECT count(*) FROM runs WHERE workspace_id = ?1 AND status = 'running') AS running,
        (SELECT max(attempt_started_at) FROM
          (SELECT attempt_started_at FROM runs WHERE workspace_id = ?1 ORDER BY id DESC LIMIT 20)) AS claimed,
        (SELECT count(*) FROM dead_letters WHERE workspace_id = ?1 AND at > ?2) AS dead`,
    )
    .bind(workspaceId, new Date(at.getTime() - 86_400_000).toISOString())
    .all<{
      users: number;
      datasets: number;
      reports: number;
      waiting: number;
      oldest: string | null;
      running: number;
      claimed: string | null;
      dead: number;
    }>();
  const row = results[0];
  const waited = row?.oldest ? Math.floor((at.getTime() - Date.parse(row.oldest)) / 1000) : 0;
  return {
    tables: {
      users: row?.users ?? 0,
      datasets: row?.datasets ?? 0,
      reports: row?.reports ?? 0,
      runs_waiting: row?.waiting ?? 0,
      runs_running: row?.running ?? 0,
    },
    workers: {
      last_claim: row?.claimed ?? null,
      waiting_runs: row?.waiting ?? 0,
      running_runs: row?.running ?? 0,
      oldest_waiting_seconds: Math.max(0, waited),
      dead_letters: row?.dead ?? 0,
    },
  };
}
