import type { Platform } from "../../context";
import { type Measured, QUEUE_LIMIT, RECENT_RUNS } from "./thresholds";

const HOUR_MS = 3_600_000;
/** Failures that a better config or other data would have avoided are the caller's. */
const THEIRS = "('no_data', 'limit_exceeded', 'bad_config', 'permission_lost')";

/** Looks at the whole installation. One D1 round trip and one R2 call; reads at most some hundred rows. */
export async function measure({
  d1,
  bucket,
  now,
}: Pick<Platform, "d1" | "bucket" | "now">): Promise<Measured> {
  const at = now();
  const begun = performance.now();
  const [answered, storageAnswers] = await Promise.all([
    d1
      .prepare(
        `SELECT
          (SELECT count(*) FROM (SELECT 1 FROM runs WHERE status IN ('queued', 'retrying')
            AND available_at <= ?1 LIMIT ${QUEUE_LIMIT + 1})) AS waiting,
          (SELECT min(available_at) FROM runs WHERE status IN ('queued', 'retrying')) AS oldest,
          (SELECT count(*) FROM dead_letters WHERE at > ?2) AS dead,
          (SELECT json_array(count(*), sum(status = 'failed' AND coalesce(reason, '') NOT IN ${THEIRS}))
            FROM (SELECT status, reason FROM runs ORDER BY id DESC LIMIT ${RECENT_RUNS})
            WHERE status IN ('completed', 'failed', 'expired')) AS recent`,
      )
      .bind(at.toISOString(), new Date(at.getTime() - HOUR_MS).toISOString())
      .all<{ waiting: number; oldest: string | null; dead: number; recent: string }>()
      .then(
        ({ results: [row] }) => ({ row, ms: performance.now() - begun }),
        () => null,
      ),
    bucket.head("health").then(
      () => true,
      () => false,
    ),
  ]);
  const [recentRuns = 0, recentFailures = 0] = JSON.parse(answered?.row?.recent ?? "[]") as (number | null)[];
  const oldest = answered?.row?.oldest;
  return {
    databaseMs: answered?.row ? answered.ms : null,
    storageAnswers,
    waitingRuns: answered?.row?.waiting ?? 0,
    oldestWaitingSeconds: oldest ? Math.max(0, Math.floor((at.getTime() - Date.parse(oldest)) / 1000)) : 0,
    recentRuns: recentRuns ?? 0,
    recentFailures: recentFailures ?? 0,
    deadLetters: answered?.row?.dead ?? 0,
  };
}
