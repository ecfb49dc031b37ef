import { inArray } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { type DeliveryRow, type WebhookRow, webhooks } from "../../db/schema";
import { claimDue } from "../claim";
import type { Mailroom } from "../mailroom";
import { verdictOf } from "../outcome";
import { record } from "../record";
import { noteFailure, noteSuccess } from "./health";
import { post } from "./post";

/** A Worker has six connections; D1 and the queue need one. */
const AT_ONCE = 5;

/** Sends a subject's webhook deliveries that are due. Gives the delays after which some are due again. */
export async function sendToWebhooks(room: Mailroom, subjectId: string): Promise<number[]> {
  const delays: number[] = [];
  for (;;) {
    const claimed = await claimDue(room, subjectId, "webhook", AT_ONCE);
    if (claimed.length === 0) return delays;
    const targets = await webhooksOf(room, claimed);
    const sent = await Promise.all(claimed.map((row) => sendOne(room, row, targets.get(row.target))));
    delays.push(...sent.flatMap(({ delay }) => delay ?? []));
    const [first, ...more] = sent.flatMap(({ notes }) => notes);
    if (first) await room.db.batch([first, ...more]);
    if (claimed.length < AT_ONCE) return delays;
  }
}

async function webhooksOf(
  { db }: Mailroom,
  claimed: readonly DeliveryRow[],
): Promise<ReadonlyMap<string, WebhookRow>> {
  const ids = claimed.map(({ target }) => target);
  const rows = await db.select().from(webhooks).where(inArray(webhooks.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

async function sendOne(
  room: Mailroom,
  row: DeliveryRow,
  webhook: WebhookRow | undefined,
): Promise<{ notes: BatchItem<"sqlite">[]; delay: number | null }> {
  const outcome = await post(room, row, webhook);
  const verdict = verdictOf(outcome, row.attempt, room.settings.WEBHOOK_RETRY_SECONDS);
  const notes: BatchItem<"sqlite">[] = [record(room, row, outcome, verdict)];
  if (webhook && outcome.kind === "delivered") notes.push(noteSuccess(room, webhook));
  if (webhook && outcome.kind === "failed") {
    const [gone, final] = [outcome.gone ?? false, verdict.status === "failed"];
    notes.push(...noteFailure(room, { row, webhook, gone, final }));
  }
  return { notes, delay: verdict.status === "pending" ? verdict.delaySeconds : null };
}
