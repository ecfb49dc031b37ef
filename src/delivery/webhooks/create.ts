import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context";
import { newId } from "../../db/ids";
import { type WebhookRow, webhooks } from "../../db/schema";
import { Problem } from "../../http/problem";
import { seal } from "../../http/sealed";
import { audit } from "../../identity/audit";
import { requireAdminister } from "../../identity/policy";
import { requireAllowed } from "./rules";
import type { CreateWebhook, NewWebhook } from "./schemas";
import { newSecret, sealHeaders } from "./secrets";
import { webhookView } from "./view";

/** Every news of a workspace goes through all of them. */
const MOST = 50;

/** Makes a webhook. Its secret is in this answer and in no later one. Two round trips. */
export async function createWebhook(ctx: Ctx, input: CreateWebhook): Promise<NewWebhook> {
  requireAdminister(ctx.actor.role);
  requireAllowed(ctx.settings, input);
  const [count] = await ctx.db
    .select({ n: sql<number>`count(*)`.as("n") })
    .from(webhooks)
    .where(eq(webhooks.workspaceId, ctx.workspaceId));
  if ((count?.n ?? 0) >= MOST)
    throw new Problem("conflict", `A workspace may have at most ${MOST} webhooks.`);
  const secret = newSecret();
  const row = await newRow(ctx, input, secret);
  await ctx.db.batch([ctx.db.insert(webhooks).values(row), audit(ctx, "webhook.create", row.id)]);
  return { ...(await webhookView(ctx.settings, row)), secret };
}

async function newRow(ctx: Ctx, input: CreateWebhook, secret: string): Promise<WebhookRow> {
  const now = ctx.now();
  const id = newId("webhook", now);
  return {
    id,
    workspaceId: ctx.workspaceId,
    url: new URL(input.url).href,
    description: input.description ?? null,
    events: input.events,
    headers: await sealHeaders(ctx.settings, id, input.headers ?? {}),
    enabled: input.enabled ?? true,
    disabledReason: null,
    secret: await seal(ctx.settings, id, secret),
    previousSecret: null,
    previousUntil: null,
    failingSince: null,
    origin: ctx.origin,
    createdBy: ctx.actor.id,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
  };
}
