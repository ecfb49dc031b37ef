import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { newId } from "../../src/db/ids";
import { type RunRow, runs } from "../../src/db/schema";
import { workshopOf } from "../../src/workshop";

const workshopEnv = env as unknown as GeneratorEnv;
export const shop = workshopOf(workshopEnv);

await applyD1Migrations(env.DB_ALONE, env.TEST_CONTROL_MIGRATIONS);

/** A workshop whose control database no consumer and no other test looks at. */
export const alone = workshopOf({ ...workshopEnv, DB: env.DB_ALONE });

/** The same at another time. */
export const at = (iso: string) => ({ ...alone, now: () => new Date(iso) });

/** A run's row as a queued run has it, with what the test wants otherwise. */
export function runRow(wanted: Partial<RunRow> & Pick<RunRow, "workspaceId">): RunRow {
  const createdAt = wanted.createdAt ?? "2000-01-01T00:00:00.000Z";
  return {
    id: newId("run", new Date(createdAt)),
    reportId: "rep_none",
    reportName: "Report",
    versionNumber: null,
    trigger: "manual",
    status: "queued",
    reason: null,
    error: null,
    attempt: 0,
    maxAttempts: 4,
    percent: 0,
    stage: "queued",
    rowsDone: 0,
    rowsTotal: null,
    rowsReturned: null,
    truncated: false,
    formats: ["csv"],
    files: [],
    frozen: {
      definition: {
        title: "Report",
        description: null,
        time_zone: "UTC",
        locale: "en",
        filters: [],
        sections: [],
      },
      config: {},
      requester: { id: "u", name: null },
      origin: "https://reports.example.com",
      change: { type: "generate", description: "Report generated" },
    },
    resultSummary: { field_count: 0, has_chart: false, filter_count: 0, section_count: 0 },
    fingerprint: null,
    generatedBy: "u",
    executedByName: null,
    executionTimeMs: null,
    availableAt: createdAt,
    leaseUntil: null,
    attemptStartedAt: null,
    retryOf: null,
    retryNumber: 0,
    scheduleId: null,
    slot: null,
    cleanedAt: null,
    createdAt,
    startedAt: null,
    completedAt: null,
    expiresAt: null,
    ...wanted,
  };
}

/** Writes runs' rows into the database of `alone`. */
export async function insertRuns(rows: readonly RunRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 100) {
    const [first, ...more] = rows.slice(from, from + 100).map((row) => alone.db.insert(runs).values(row));
    if (first) await alone.db.batch([first, ...more]);
  }
}
