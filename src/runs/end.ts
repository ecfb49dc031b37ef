import type { Platform } from "../context";
import type { RunRow } from "../db/schema";
import { filePrefix, snapshotPrefix } from "../files/keys";
import { removeUnder } from "../files/remove";
import { failRun } from "./endings";
import type { RunFailure } from "./failure";
import { tellOfEnd } from "./tell";

/**
 * Ends a run as failed, removes what it had made so far, and tells of it. Null when it had ended, or gone to
 * another consumer.
 */
export async function endAsFailed(
  platform: Platform,
  run: RunRow,
  failure: RunFailure,
): Promise<RunRow | null> {
  const ended = await failRun(platform, run, failure);
  if (!ended) return null;
  await removeTraces(platform, run);
  await tellOfEnd(platform, "failed", ended);
  return ended.run;
}

/** Removes everything that a run has stored. */
export async function removeTraces(
  { bucket }: Pick<Platform, "bucket">,
  run: Pick<RunRow, "id" | "workspaceId">,
): Promise<void> {
  await removeUnder(bucket, filePrefix(run.workspaceId, run.id));
  await removeUnder(bucket, snapshotPrefix(run.workspaceId, run.id));
}
