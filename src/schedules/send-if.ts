import { and, eq } from "drizzle-orm";
import type { Platform } from "../context";
import { type ScheduleRow, schedules } from "../db/schema";

/** What a completed run has, as far as sending depends on it. */
export interface Outcome {
  readonly rows: number;
  /** Of the data alone (delivery/data-hash.ts), so that the same rows at another time are the same. */
  readonly hash: string;
  /** Of what this schedule sent last; null when it never sent. */
  readonly lastSentHash: string | null;
}

export type SendDecision = { readonly send: true } | { readonly send: false; readonly why: string };

/** Whether a schedule sends what its run made. Pure; asked when the run has completed. */
export function sendDecision(sendIf: ScheduleRow["sendIf"], outcome: Outcome): SendDecision {
  switch (sendIf) {
    case null:
      return { send: true };
    case "if_rows":
      return outcome.rows > 0 ? { send: true } : { send: false, why: "The report has no rows." };
    case "if_no_rows":
      return outcome.rows === 0 ? { send: true } : { send: false, why: "The report has rows." };
    case "if_changed":
      return outcome.hash === outcome.lastSentHash
        ? { send: false, why: "The data are the same as when they were last sent." }
        : { send: true };
  }
}

/** Notes what was sent: a statement for the batch that decides it. */
export const noteSent = (
  { db }: Pick<Platform, "db">,
  { workspaceId, scheduleId, hash }: { workspaceId: string; scheduleId: string; hash: string },
) =>
  db
    .update(schedules)
    .set({ lastSentHash: hash })
    .where(and(eq(schedules.id, scheduleId), eq(schedules.workspaceId, workspaceId)));
