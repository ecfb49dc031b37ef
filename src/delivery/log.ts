import { and, desc, eq, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { deliveries } from "../db/schema";
import type { DeliveriesQuery } from "./schemas";

/** Deliveries of the workspace to a target or for a schedule, newest first. A statement. */
export const selectDeliveries = (ctx: Ctx, whose: SQL, { limit, status, before }: DeliveriesQuery) =>
  ctx.db
    .select()
    .from(deliveries)
    .where(
      and(
        whose,
        eq(deliveries.workspaceId, ctx.workspaceId),
        before === undefined ? undefined : lt(deliveries.id, before),
        status === "pending" ? isNotNull(deliveries.nextAt) : undefined,
        status && status !== "pending" ? eq(deliveries.status, status) : undefined,
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(limit);

/** Deliveries to one webhook. A partial index is used where its condition is repeated word for word. */
export const toWebhook = (id: string) => sql`${deliveries.target} = ${id} AND ${deliveries.kind} = 'webhook'`;
