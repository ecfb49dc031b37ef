import type { Platform } from "../context";
import type { RunRow } from "../db/schema";
import type { Format } from "../render/renderer";
import { RunFailure } from "./failure";
import { heartbeat, type Progress } from "./store";
import { softLimitSeconds } from "./time-limits";

/** Collecting is the first half of the bar, rendering the second. */
const COLLECTED_PERCENT = 50;
/** How often a long run writes its progress to D1 and extends its lease, or a quarter of the lease if that is less. */
const HEARTBEAT_MS = 2_000;

export interface ProgressReporter {
  /** Rows of all sections so far, and which share of the whole work of collecting (0 to 1) is done. */
  collected(rowsDone: number, rowsTotal: number, share: number): Promise<void>;
  rendering(format: Format, done: number, of: number): Promise<void>;
  /**
   * Nothing new to tell, but the work goes on: extends the lease when it is time. Call it before an object is made
   * visible, so that this is done under a lease. Throws LostRun, or RunFailure beyond the soft time limit.
   */
  alive(): Promise<void>;
}

/**
 * Tells watchers how far a run is. D1 is written at most every two seconds, so a short run writes nothing; live
 * messages go through `publish`, which thins them out itself. Percent only grows.
 */
export function progressReporter(
  platform: Platform,
  run: RunRow,
  publish: (progress: Progress) => void,
): ProgressReporter {
  let lastWrite = platform.now().getTime();
  let percent = run.percent;
  let rows: Pick<Progress, "rowsDone" | "rowsTotal"> = { rowsDone: run.rowsDone, rowsTotal: run.rowsTotal };
  let stage = run.stage;

  const report = async (reachedStage: string, reached: number) => {
    percent = Math.max(percent, Math.min(99, Math.floor(reached)));
    stage = reachedStage;
    publish({ ...rows, percent, stage });
    await alive();
  };

  const limit = softLimitSeconds(platform.settings);
  const everyMs = Math.min(HEARTBEAT_MS, platform.settings.LEASE_SECONDS * 250);
  const lastMoment = Date.parse(run.attemptStartedAt ?? run.createdAt) + limit * 1000;

  const alive = async () => {
    const now = platform.now().getTime();
    if (now > lastMoment)
      throw new RunFailure("timeout", `The report took longer than ${Math.floor(limit / 60)} minutes.`);
    if (now - lastWrite < everyMs) return;
    lastWrite = now;
    await heartbeat(platform, run, { ...rows, percent, stage });
  };

  return {
    alive,
    collected: (rowsDone, rowsTotal, share) => {
      rows = { rowsDone, rowsTotal };
      return report("collecting", share * COLLECTED_PERCENT);
    },
    rendering: (format, done, of) =>
      report(`rendering ${format}`, COLLECTED_PERCENT + (done / of) * (100 - COLLECTED_PERCENT)),
  };
}
