import { giveUpUncertain } from "./claim";
import { sendEmails } from "./email/send-due";
import type { Mailroom } from "./mailroom";
import { settleHeld } from "./settle-held";
import { sendToWebhooks } from "./webhooks/send-due";

/**
 * Sends all news of a subject (a run, a dataset, a schedule, a webhook) that is due. Anything may call it at any
 * time, and twice at once: each delivery is claimed. What has to be tried again gets a delayed message.
 */
export async function deliver(room: Mailroom, subjectId: string): Promise<null> {
  await settleHeld(room, subjectId);
  await giveUpUncertain(room, subjectId);
  const delays = new Set([
    ...(await sendToWebhooks(room, subjectId)),
    ...(await sendEmails(room, subjectId)),
  ]);
  for (const delaySeconds of delays) {
    await room.jobs.send({ kind: "deliver", subject_id: subjectId }, { delaySeconds });
  }
  return null;
}
