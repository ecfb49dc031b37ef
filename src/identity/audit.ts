import { type SQL, sql } from "drizzle-orm";
import type { Actor, Ctx } from "../context";
import { newId } from "../db/ids";
import { auditLog } from "../db/schema";

/** Who does something, and in which request. */
export type Author = Pick<Ctx, "db" | "now" | "workspaceId" | "requestId"> & {
  readonly actor: Pick<Actor, "id">;
};

/** That the statement right before in the batch has written a row. What triggers and reads do does not count. */
const HAS_WRITTEN = sql`changes() > 0`;

/**
 * The audit row of a mutation: a statement that stands in the batch right behind the write that it tells of, so that
 * nothing is told of a write that missed. `happened` is another condition, for where it cannot stand there.
 */
export function audit(
  { db, now, workspaceId, requestId, actor }: Author,
  action: string,
  targetId: string | SQL,
  happened: SQL = HAS_WRITTEN,
  id: string = newId("audit", now()),
) {
  const at = now();
  return db.insert(auditLog).select(
    sql`SELECT ${id}, ${workspaceId}, ${actor.id}, ${action}, ${targetId}, ${requestId},
      ${at.toISOString()} WHERE ${happened}`,
  );
}

/**
 * The same with what holds in the rest of the batch if this very write has hit. A time of change does not tell:
 * another one may have been written in the same millisecond.
 */
export function auditedWrite(author: Author, action: string, targetId: string) {
  const id = newId("audit", author.now());
  return {
    audited: audit(author, action, targetId, HAS_WRITTEN, id),
    isWritten: sql`EXISTS (SELECT 1 FROM audit_log WHERE id = ${id})`,
  };
}
