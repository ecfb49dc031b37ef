import { and, eq, inArray, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { type DeliveryRow, deliveries } from "../db/schema";

/** A message may come a moment before the time that it was meant for. */
const EARLY_MS = 500;
/** Longer than any try may take: a webhook has 30 seconds at most (WEBHOOK_TIMEOUT_SECONDS). */
const LEASE_MS = 120_000;

type Claims = Pick<Platform, "db" | "now">;

/**
 * Takes deliveries of a subject that are due, or whose sender is gone, and counts the try: one conditional update.
 * Every later write names the try. A webhook whose sender died is sent again, as its receiver knows it by its id.
 * An e-mail is not: nobody can know whether it went out.
 */
export async function claimDue(
  { db, now }: Claims,
  subjectId: string,
  kind: DeliveryRow["kind"],
  most: number,
): Promise<DeliveryRow[]> {
  const at = now();
  const due = new Date(at.getTime() + EARLY_MS).toISOString();
  const claimable = kind === "webhook" ? sql`status IN ('pending', 'sending')` : sql`status = 'pending'`;
  return await db
    .update(deliveries)
    .set({
      status: "sending",
      attempt: sql`${deliveries.attempt} + 1`,
      nextAt: new Date(at.getTime() + LEASE_MS).toISOString(),
      updatedAt: at.toISOString(),
    })
    .where(
      inArray(
        deliveries.id,
        sql`(SELECT id FROM deliveries WHERE subject_id = ${subjectId} AND kind = ${kind} AND next_at <= ${due}
          AND ${claimable} ORDER BY next_at, id LIMIT ${most})`,
      ),
    )
    .returning();
}

/** Ends the e-mails whose sender died between marking them and noting what came of it. A statement. */
export function giveUpUncertain({ db, now }: Claims, subjectId: string) {
  const at = now().toISOString();
  return db
    .update(deliveries)
    .set({
      status: "failed",
      nextAt: null,
      error: "The sender stopped in the middle. Whether it was sent is not known, so it is not sent again.",
      updatedAt: at,
    })
    .where(
      and(
        eq(deliveries.subjectId, subjectId),
        eq(deliveries.kind, "email"),
        eq(deliveries.status, "sending"),
        sql`${deliveries.nextAt} <= ${at}`,
      ),
    );
}

/** The condition that this sender still holds the delivery. */
export const held = (row: Pick<DeliveryRow, "id" | "attempt">) =>
  and(eq(deliveries.id, row.id), eq(deliveries.attempt, row.attempt), eq(deliveries.status, "sending"));
