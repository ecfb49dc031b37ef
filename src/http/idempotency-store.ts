import { and, eq, isNull, lt, or } from "drizzle-orm";
import type { Ctx } from "../context";
import { type IdempotencyRow, idempotencyKeys as keys } from "./idempotency-table";

const KEPT_MS = 24 * 60 * 60 * 1000;
/** Longer than the slowest upload; after this a request that never answered is taken for dead. */
const CLAIM_MS = 10 * 60 * 1000;

export interface Claim {
  readonly route: string;
  readonly key: string;
  readonly fingerprint: string;
  /** A value of this request alone. */
  readonly claim: string;
}

/**
 * Claims the key for this request, in one round trip. Returns undefined if it is ours now, else the row of
 * the request that had it first. A key past its time, and one whose holder died, is claimed anew.
 */
export async function claimKey(ctx: Ctx, claim: Claim): Promise<IdempotencyRow | undefined> {
  const now = ctx.now();
  const values = { ...claim, claimedAt: now.toISOString(), status: null, headers: null, body: null };
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString();
  const [, [row]] = await ctx.db.batch([
    ctx.db
      .insert(keys)
      .values({ workspaceId: ctx.workspaceId, userId: ctx.actor.id, ...values })
      .onConflictDoUpdate({
        target: [keys.workspaceId, keys.userId, keys.route, keys.key],
        set: values,
        setWhere: or(
          lt(keys.claimedAt, before(KEPT_MS)),
          and(isNull(keys.status), lt(keys.claimedAt, before(CLAIM_MS))),
        ),
      }),
    ctx.db.select().from(keys).where(keyOf(ctx, claim)),
  ]);
  return row?.claim === claim.claim ? undefined : row;
}

/** Keeps the first answer and the whole fingerprint, unless the key was taken over in the meantime. */
export async function keepAnswer(
  ctx: Ctx,
  claim: Claim,
  answer: Pick<IdempotencyRow, "fingerprint" | "status" | "headers" | "body">,
): Promise<void> {
  await ctx.db
    .update(keys)
    .set(answer)
    .where(and(keyOf(ctx, claim), eq(keys.claim, claim.claim)));
}

/** Frees the key of a request that failed. */
export async function releaseKey(ctx: Ctx, claim: Claim): Promise<void> {
  await ctx.db.delete(keys).where(and(keyOf(ctx, claim), eq(keys.claim, claim.claim)));
}

/** For the clean-up: forgets keys past their 24 hours. */
export function deleteOldKeys(db: Ctx["db"], now: Date) {
  return db.delete(keys).where(lt(keys.claimedAt, new Date(now.getTime() - KEPT_MS).toISOString()));
}

const keyOf = (ctx: Ctx, { route, key }: Claim) =>
  and(
    eq(keys.workspaceId, ctx.workspaceId),
    eq(keys.userId, ctx.actor.id),
    eq(keys.route, route),
    eq(keys.key, key),
  );
