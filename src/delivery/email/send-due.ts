import { claimDue } from "../claim";
import type { Mailroom } from "../mailroom";
import { type Outcome, verdictOf } from "../outcome";
import { record } from "../record";
import { postbagOf } from "./postbag";
import { recipientRefusal } from "./recipients";
import { sendMessage } from "./send";

/** A Worker may ask D1 a thousand times; the next message goes on. */
const MOST = 200;

/**
 * Sends a subject's e-mails that are due, one after the other: each is marked before it goes out, so that one whose
 * sender dies is never sent twice. Gives the delays after which some are due again.
 */
export async function sendEmails(room: Mailroom, subjectId: string): Promise<number[]> {
  const delays: number[] = [];
  const postbag = postbagOf(room, subjectId);
  for (let count = 0; count < MOST; count += 1) {
    const [row] = await claimDue(room, subjectId, "email", 1);
    if (!row) return delays;
    const outcome = await sendOne(room, row, postbag);
    const verdict = verdictOf(outcome, row.attempt, room.settings.WEBHOOK_RETRY_SECONDS);
    if (verdict.status === "pending") delays.push(verdict.delaySeconds);
    await record(room, row, outcome, verdict);
  }
  return [...delays, 0];
}

type Row = Awaited<ReturnType<typeof claimDue>>[number];

async function sendOne(room: Mailroom, row: Row, postbag: ReturnType<typeof postbagOf>): Promise<Outcome> {
  const { settings, mail } = room;
  const skipped = (error: string) => ({ kind: "skipped", error }) as const;
  if (settings.EMAIL_FROM === "" || !mail)
    return skipped("No e-mail is sent from here: the setting EMAIL_FROM names no sender.");
  const refusal = recipientRefusal(settings, row.target);
  if (refusal) return skipped(`The address ${refusal}.`);
  const letter = await postbag.letterFor(row).catch((error: unknown) => {
    console.error({ event: "email.not_written", delivery_id: row.id, cause: String(error) });
    return null;
  });
  if (!letter) return { kind: "failed", passing: true, error: "The e-mail could not be written." };
  if ("skip" in letter) return skipped(letter.skip);
  return await sendMessage({ settings, mail }, row.target, letter);
}
