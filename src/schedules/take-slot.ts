import { type SQL, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { type ScheduleRow, type SlotRow, scheduleSlots, schedules } from "../db/schema";
import { audit } from "../identity/audit";

type Db = Pick<Platform, "db" | "now">;

/** What becomes of one slot of a schedule. */
export interface SlotResult {
  readonly slot: Date;
  readonly outcome: SlotRow["outcome"];
  readonly runId: string | null;
  readonly note: string | null;
}

/** A slot that is being taken: its statements, and the condition that it was we who took it. */
export interface Taking {
  readonly insert: ReturnType<typeof insertSlot>;
  readonly isOurs: SQL;
}

/**
 * Takes a slot: the first statement of a batch. Of several takers at once one hits, because a slot has one row; the
 * others of the batch ask `isOurs`. Nothing is taken when the schedule was changed since it was read.
 */
export function takeSlot(platform: Db, schedule: ScheduleRow, result: SlotResult): Taking {
  const claim = crypto.randomUUID();
  const slot = result.slot.toISOString();
  return {
    insert: insertSlot(platform, schedule, result, claim),
    isOurs: sql`EXISTS (SELECT 1 FROM schedule_slots
      WHERE schedule_id = ${schedule.id} AND slot = ${slot} AND claim = ${claim})`,
  };
}

function insertSlot({ db, now }: Db, schedule: ScheduleRow, result: SlotResult, claim: string) {
  const { outcome, runId, note, slot } = result;
  const settled = runId === null ? "no run" : null;
  return db
    .insert(scheduleSlots)
    .select(
      sql`SELECT id, ${slot.toISOString()}, ${outcome}, ${runId}, ${note}, ${claim}, ${now().toISOString()}, ${settled}
        FROM schedules WHERE id = ${schedule.id} AND next_run = ${schedule.nextRun} AND paused = 0
          AND updated_at = ${schedule.updatedAt}
        ON CONFLICT DO NOTHING`,
    )
    .returning({ slot: scheduleSlots.slot });
}

/** Moves a schedule on from a slot that has its row, whoever made it. */
export const moveOn = ({ db }: Db, schedule: ScheduleRow, slot: Date, next: Date | null) =>
  db
    .update(schedules)
    .set({ nextRun: next?.toISOString() ?? null })
    .where(
      sql`${schedules.id} = ${schedule.id} AND ${schedules.nextRun} = ${schedule.nextRun}
        AND EXISTS (SELECT 1 FROM schedule_slots WHERE schedule_id = ${schedule.id} AND slot = ${slot.toISOString()})`,
    );

/** The audit row of what the clock did, in its owner's name: a statement for anywhere in the batch. */
export function auditIf({ db, now }: Db, schedule: ScheduleRow, action: string, condition: SQL) {
  const { id, workspaceId, createdBy } = schedule;
  const author = { db, now, workspaceId, requestId: "tick", actor: { id: createdBy } };
  return audit(author, action, id, condition);
}
