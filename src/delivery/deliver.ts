import { giveUpUncertain } from "./claim";
import { sendEmails } from "./email/send-due";
import type { Mailroom } from "./mailroom";
import { selectHeld, settleHeld } from "./settle-held";
import { sendToWebhooks } from "./webhooks/send-due";

/** The queue delays no message for longer; the tick finds what is due later. */
const LONGEST_DELAY_SECONDS = 12 * 3_600;

/**
 * Sends all news of a subject (a run, a dataset, a schedule, a webhook) that is due. Anything may call it at any
 * time, and twice at once: each delivery is claimed. What has to be tried again gets a delayed message.
 */
export async function deliver(room: Mailroom, subjectId: string): Promise<null> {
  const [held] = await room.db.batch([selectHeld(room, subjectId), giveUpUncertain(room, subjectId)]);
  if (held.length > 0) await settleHeld(room, subjectId);
  const delays = new Set([
    ...(await sendToWebhooks(room, subjectId)),
    ...(await sendEmails(room, subjectId)),
  ]);
  for (const delay of delays) {
    const delaySeconds = Math.min(delay, LONGEST_DELAY_SECONDS);
    await room.jobs.send({ kind: "deliver", subject_id: subjectId }, { delaySeconds });
  }
  return null;
}
