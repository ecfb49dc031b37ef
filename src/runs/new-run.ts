import { Buffer } from "node:buffer";
import { newId } from "../db/ids";
import type { DatasetRow, RunRow } from "../db/schema";
import type { Settings } from "../env";
import { invalid } from "../http/problem";
import type { Format } from "../render/renderer";
import type { Definition } from "../reports/config/definition";
import { summaryOf } from "../reports/config/summary";
import type { Frozen } from "./frozen";
import { fingerprintOf } from "./reuse";
import type { Terms } from "./terms";

export interface NewRun {
  readonly workspaceId: string;
  readonly report: { readonly id: string; readonly name: string };
  readonly definition: Definition;
  /** What the caller sees as the run's config. */
  readonly config: Record<string, unknown>;
  readonly terms?: Terms;
  readonly formats: readonly Format[];
  readonly trigger: RunRow["trigger"];
  readonly requester: Frozen["requester"];
  readonly origin: string;
  readonly now: Date;
  readonly settings: Pick<Settings, "RUN_MAX_ATTEMPTS">;
  /** The datasets of the sections. Left out, the run is never given to anybody who asks for the same. */
  readonly datasets?: readonly (Pick<DatasetRow, "rowCount" | "updatedAt"> | null)[];
  readonly change?: Frozen["change"];
  readonly dataKey?: string | null;
  readonly filename?: string | null;
  readonly scheduleId?: string | null;
  readonly slot?: string | null;
}

const GENERATED: Frozen["change"] = { type: "generate", description: "Report generated" };

/** D1 takes 2 MB a value. */
const MOST_FROZEN_BYTES = 1_900_000;

/**
 * The row of a run that waits, with a frozen copy of what was asked for. Pure but for its new id. Throws 422 for
 * sections, columns and texts that are too much for one run.
 */
export function runRowFor(wanted: NewRun): RunRow {
  const { report, definition, formats, requester, now } = wanted;
  const frozen: Frozen = {
    definition,
    config: wanted.config,
    terms: wanted.terms ?? {},
    requester,
    origin: wanted.origin,
    change: wanted.change ?? GENERATED,
    filename: wanted.filename ?? null,
    data_key: wanted.dataKey ?? null,
  };
  if (Buffer.byteLength(JSON.stringify(frozen)) > MOST_FROZEN_BYTES)
    throw invalid({ config: ["The report has too many sections, columns and texts to be generated"] });
  return {
    id: newId("run", now),
    workspaceId: wanted.workspaceId,
    reportId: report.id,
    reportName: report.name,
    versionNumber: null,
    trigger: wanted.trigger,
    status: "queued",
    reason: null,
    error: null,
    attempt: 0,
    maxAttempts: wanted.settings.RUN_MAX_ATTEMPTS,
    percent: 0,
    stage: "queued",
    rowsDone: 0,
    rowsTotal: null,
    rowsReturned: null,
    truncated: false,
    formats: [...formats],
    files: [],
    frozen,
    fingerprint: wanted.datasets ? fingerprintOf(report.id, wanted, wanted.datasets) : null,
    resultSummary: summaryOf(definition),
    generatedBy: requester.id,
    executedByName: requester.name,
    executionTimeMs: null,
    availableAt: now.toISOString(),
    leaseUntil: null,
    attemptStartedAt: null,
    retryOf: null,
    retryNumber: 0,
    scheduleId: wanted.scheduleId ?? null,
    slot: wanted.slot ?? null,
    cleanedAt: null,
    createdAt: now.toISOString(),
    startedAt: null,
    completedAt: null,
    expiresAt: null,
  };
}
