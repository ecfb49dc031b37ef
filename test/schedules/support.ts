import { env } from "cloudflare:workers";
import { and, eq, inArray } from "drizzle-orm";
import type { Platform } from "../../src/context";
import { type RunRow, runs, schedules, users } from "../../src/db/schema";
import { platformOf } from "../../src/platform";
import { newWorkspace } from "../support";
import { type Made, madeReport, succeed } from "../support/product";

export const platform = platformOf(env);

/** The platform at another time; its messages go nowhere unless told otherwise. */
export const at = (time: string | Date, overrides: Partial<Platform> = {}): Platform => ({
  ...platform,
  now: () => new Date(time),
  jobs: { sendBatch: async () => {}, send: async () => {} } as unknown as Queue<never>,
  ...overrides,
});

/** A time so many minutes after another. */
export const later = (time: string, minutes: number) =>
  new Date(Date.parse(time) + minutes * 60_000).toISOString();

export interface Scheduled {
  readonly workspace: ReturnType<typeof newWorkspace>;
  readonly token: string;
  readonly report: Made;
  readonly schedule: Made & { readonly next_run: string; readonly time_zone: string };
}

export const DAILY = { frequency: "daily", schedule_time: "09:00", time_zone: "Europe/Berlin" };

const made: string[] = [];

/** A tick looks at every schedule there is, so each test takes its own away: `afterEach(forgetSchedules)`. */
export async function forgetSchedules(): Promise<void> {
  await platform.db.delete(schedules).where(inArray(schedules.workspaceId, made.splice(0)));
}

/** A workspace whose schedules `forgetSchedules` takes away. */
export function ownWorkspace(): ReturnType<typeof newWorkspace> {
  const workspace = newWorkspace();
  made.push(workspace.id);
  return workspace;
}

/** A workspace with a report of its admin and a schedule of it. */
export async function scheduled(
  wished: Record<string, unknown> = DAILY,
  config: Record<string, unknown> = {},
): Promise<Scheduled> {
  const workspace = ownWorkspace();
  const token = await workspace.token();
  const report = await madeReport(token, config);
  await knownUser(workspace.id, "admin", "admin");
  const body = { report_id: report.id, time_zone: "UTC", ...wished };
  const schedule = await succeed<Scheduled["schedule"]>("POST", "/schedules", token, body);
  return { workspace, token, report, schedule };
}

/** Users are recorded after the answer; a test that rests on one writes it. */
export async function knownUser(workspaceId: string, id: string, role: string | null): Promise<void> {
  if (role === null) {
    await platform.db.delete(users).where(and(eq(users.workspaceId, workspaceId), eq(users.id, id)));
    return;
  }
  await platform.d1
    .prepare(
      `INSERT INTO users (workspace_id, id, name, role, first_seen_at, last_seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
       ON CONFLICT DO UPDATE SET role = excluded.role`,
    )
    .bind(workspaceId, id, `Test ${id}`, role, new Date().toISOString())
    .run();
}

/** The runs that a schedule made, oldest first. */
export const runsOf = (scheduleId: string): Promise<RunRow[]> =>
  platform.db.select().from(runs).where(eq(runs.scheduleId, scheduleId)).orderBy(runs.id);

/** Ends a run without doing it. */
export const endRun = (id: string, status: RunRow["status"], completedAt: string) =>
  platform.db
    .update(runs)
    .set({
      status,
      completedAt,
      ...(status === "failed" && {
        reason: "no_data" as const,
        error: { code: "no_data", message: "There is nothing.", retryable: false },
      }),
    })
    .where(eq(runs.id, id));

/** Puts the next slot of a schedule somewhere else. */
export const setNextRun = (id: string, nextRun: string) =>
  platform.db.update(schedules).set({ nextRun }).where(eq(schedules.id, id));
