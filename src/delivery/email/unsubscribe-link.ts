import { z } from "zod";
import type { Settings } from "../../env";
import { openToken, signToken } from "../../http/signed-token";

/** An e-mail is found again after years; its link should still do what it says. */
const VALID_MS = 10 * 365 * 86_400_000;

/** Whom it stops e-mails of which schedule for. */
export interface Subscription {
  readonly workspaceId: string;
  readonly scheduleId: string;
  readonly recipient: string;
}

const claimsSchema = z.tuple([z.string(), z.string(), z.string()]);

/** The absolute address of the link, signed for this recipient alone. `origin` has no path. */
export async function unsubscribeUrl(
  settings: Settings,
  origin: string,
  { workspaceId, scheduleId, recipient }: Subscription,
  now: Date,
): Promise<string> {
  const until = new Date(now.getTime() + VALID_MS);
  const token = await signToken(settings, "unsubscribe", until, [workspaceId, scheduleId, recipient]);
  return `${origin}/unsubscribe/${token}`;
}

/** Null for what we did not sign. */
export async function openUnsubscribe(
  settings: Settings,
  token: string,
  now: Date,
): Promise<Subscription | null> {
  const opened = await openToken(settings, "unsubscribe", token, now);
  const claims = claimsSchema.safeParse(opened.state === "valid" ? opened.claims : null);
  if (!claims.success) return null;
  const [workspaceId, scheduleId, recipient] = claims.data;
  return { workspaceId, scheduleId, recipient };
}
