import type { Ctx } from "../context";
import { newId } from "../db/ids";
import { auditLog } from "../db/schema";

/** The audit row of a mutation: a statement that goes into the same batch as the mutation itself. */
export function audit(ctx: Ctx, action: string, targetId: string) {
  const at = ctx.now();
  return ctx.db.insert(auditLog).values({
    id: newId("audit", at),
    workspaceId: ctx.workspaceId,
    actorId: ctx.actor.id,
    action,
    targetId,
    requestId: ctx.requestId,
    at: at.toISOString(),
  });
}
