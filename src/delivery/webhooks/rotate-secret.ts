import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context";
import { webhooks } from "../../db/schema";
import { Problem } from "../../http/problem";
import { seal } from "../../http/sealed";
import { audit } from "../../identity/audit";
import type { NewSecret } from "./schemas";
import { newSecret } from "./secrets";
import { findWebhook } from "./store";

/** Time to change the receiver: until then each delivery is signed with both secrets. */
const BOTH_VALID_MS = 24 * 3_600_000;

/** Gives a webhook a new secret. The one before stays valid for a day. Two round trips. */
export async function rotateSecret(ctx: Ctx, id: string): Promise<NewSecret> {
  const row = await findWebhook(ctx, id);
  const now = ctx.now();
  const secret = newSecret();
  const until = new Date(now.getTime() + BOTH_VALID_MS).toISOString();
  const [[rotated]] = await ctx.db.batch([
    ctx.db
      .update(webhooks)
      .set({
        secret: await seal(ctx.settings, row.id, secret),
        previousSecret: row.secret,
        previousUntil: until,
        updatedAt: now.toISOString(),
      })
      // Of two rotations at once one must not lose its new secret.
      .where(
        and(
          eq(webhooks.id, row.id),
          eq(webhooks.workspaceId, ctx.workspaceId),
          eq(webhooks.secret, row.secret),
        ),
      )
      .returning({ id: webhooks.id }),
    audit(ctx, "webhook.rotate_secret", row.id),
  ]);
  if (!rotated) throw new Problem("conflict", "The secret was rotated at the same time.");
  return { id: row.id, secret, previous_secret_valid_until: until };
}
