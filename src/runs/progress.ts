import type { Platform } from "../context";
import type { RunRow } from "../db/schema";
import type { Format } from "../render/renderer";
import { heartbeat, type Progress } from "./store";

/** Collecting is the first half of the bar, rendering the second. */
const COLLECTED_PERCENT = 50;
/** How often a long run writes its progress to D1 and extends its lease. */
const HEARTBEAT_MS = 2_000;

export interface ProgressReporter {
  collected(rowsDone: number, rowsTotal: number): Promise<void>;
  rendering(format: Format, done: number, of: number): Promise<void>;
  /** Nothing new to tell, but the work goes on: extends the lease when it is time. */
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

  const alive = async () => {
    const now = platform.now().getTime();
    if (now - lastWrite < HEARTBEAT_MS) return;
    lastWrite = now;
    await heartbeat(platform, run, { ...rows, percent, stage });
  };

  return {
    alive,
    collected: (rowsDone, rowsTotal) => {
      rows = { rowsDone, rowsTotal };
      return report("collecting", rowsTotal === 0 ? 0 : (rowsDone / rowsTotal) * COLLECTED_PERCENT);
    },
    rendering: (format, done, of) =>
      report(`rendering ${format}`, COLLECTED_PERCENT + (done / of) * (100 - COLLECTED_PERCENT)),
  };
}
