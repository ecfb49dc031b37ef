import { and, eq } from "drizzle-orm";
import { deliveries, type RunRow, runs, type ScheduleRow, schedules } from "../db/schema";
import { noteSent, type SendDecision, sendDecision } from "../schedules/send-if";
import { dataHash } from "./data-hash";
import type { Mailroom } from "./mailroom";

/** Whether something of a run is held: a row or none. A statement. */
export const selectHeld = ({ db }: Pick<Mailroom, "db">, runId: string) =>
  db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.subjectId, runId), eq(deliveries.status, "held")))
    .limit(1);

/**
 * Decides once for all whether a schedule sends what this run made: what was held becomes due, or is skipped with
 * the reason. What is held and what was sent last are read together and written together, so that of two senders
 * at once the second finds nothing held and cannot take this run's own data for what was sent before.
 */
export async function settleHeld(room: Mailroom, runId: string): Promise<void> {
  const [held] = await room.db
    .select({ schedule: schedules, run: runs })
    .from(deliveries)
    .leftJoin(schedules, eq(schedules.id, deliveries.scheduleId))
    .leftJoin(runs, eq(runs.id, deliveries.subjectId))
    .where(and(eq(deliveries.subjectId, runId), eq(deliveries.status, "held")))
    .limit(1);
  if (!held) return;
  const { decision, hash } = await decide(room, held.schedule, held.run);
  const at = room.now().toISOString();
  const settle = room.db
    .update(deliveries)
    .set(
      decision.send
        ? { status: "pending", nextAt: at, updatedAt: at }
        : { status: "skipped", nextAt: null, error: decision.why, updatedAt: at },
    )
    .where(and(eq(deliveries.subjectId, runId), eq(deliveries.status, "held")));
  if (!decision.send || hash === null || !held.schedule) {
    await settle;
    return;
  }
  const { id: scheduleId, workspaceId } = held.schedule;
  await room.db.batch([settle, noteSent(room, { workspaceId, scheduleId, hash })]);
}

async function decide(
  { bucket }: Mailroom,
  schedule: ScheduleRow | null,
  run: RunRow | null,
): Promise<{ decision: SendDecision; hash: string | null }> {
  const no = (why: string) => ({ decision: { send: false, why } as const, hash: null });
  if (!schedule) return no("The schedule was deleted.");
  if (!run) return no("The run is no longer there.");
  const rows = run.rowsReturned ?? 0;
  if (schedule.sendIf !== "if_changed")
    return { decision: sendDecision(schedule.sendIf, { rows, hash: "", lastSentHash: null }), hash: null };
  const hash = await dataHash(bucket, { workspaceId: run.workspaceId, runId: run.id });
  if (hash === null) return no("What the run had collected is no longer there.");
  return { decision: sendDecision("if_changed", { rows, hash, lastSentHash: schedule.lastSentHash }), hash };
}
