import type { Actor } from "../context";

const SEEN_FOR_MS = 60 * 60 * 1000;
const MAX_REMEMBERED = 10_000;

/** Users that this isolate knows to be recorded, the longest unseen first: what was written, and when. */
const remembered = new Map<string, { readonly facts: string; readonly at: number }>();

/**
 * Records a user at first sight, when the token tells something new about them, and once an hour, so that
 * sharing and history can show names. Otherwise it costs nothing. Never rejects.
 */
export async function recordUser(
  db: D1Database,
  workspaceId: string,
  actor: Actor,
  now: Date,
): Promise<void> {
  const key = JSON.stringify([workspaceId, actor.id]);
  const facts = JSON.stringify([actor.name, actor.email, actor.role]);
  const known = remembered.get(key);
  remembered.delete(key);
  if (known?.facts === facts && now.getTime() - known.at < SEEN_FOR_MS) {
    remembered.set(key, known);
    return;
  }
  remembered.set(key, { facts, at: now.getTime() });
  if (remembered.size > MAX_REMEMBERED) forgetLongestUnseen();
  try {
    await upsert(db, workspaceId, actor, now);
  } catch (error) {
    remembered.delete(key);
    console.error({ event: "user_not_recorded", workspace_id: workspaceId, error: String(error) });
  }
}

function forgetLongestUnseen(): void {
  const oldest = remembered.keys().next();
  if (!oldest.done) remembered.delete(oldest.value);
}

/** Not counted as a cost of the request: it runs beside it. */
function upsert(db: D1Database, workspaceId: string, { id, name, email, role }: Actor, now: Date) {
  return db
    .prepare(
      `INSERT INTO users (workspace_id, id, name, email, role, first_seen_at, last_seen_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
       ON CONFLICT (workspace_id, id) DO UPDATE SET
         name = coalesce(excluded.name, name), email = coalesce(excluded.email, email),
         role = excluded.role, last_seen_at = excluded.last_seen_at`,
    )
    .bind(workspaceId, id, name, email, role, now.toISOString())
    .run();
}
