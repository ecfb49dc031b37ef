import { type SQL, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { newId } from "../db/ids";
import { deliveries } from "../db/schema";
import { type Audience, audienceOf } from "./audience";
import { bodyOf, type NewsEvent } from "./bodies";

export interface News {
  readonly workspaceId: string;
  readonly event: NewsEvent;
  /** The run, dataset, schedule or webhook that it is about; `{kind: "deliver", subject_id}` sends what it causes. */
  readonly subjectId: string;
  /** The schedule that the news belongs to: its own deliveries hear of it too. */
  readonly scheduleId?: string | null | undefined;
  /** Tells apart what may happen to a subject more than once: a revision, a slot, a time. */
  readonly occasion?: string;
  /** What a schedule's news says beside its links; news of runs and datasets say what their rows say. */
  readonly facts?: Readonly<Record<string, string | number | null>>;
  /** Nothing is announced unless this holds, e.g. that the run is completed by this attempt. */
  readonly guard: SQL;
}

/**
 * One statement for the batch that changes the state: it queues a delivery for each webhook that listens and for
 * each target of the schedule. The same news is queued once for each target, however often it is announced. Its
 * result in the batch has a row for each delivery made.
 */
export function announce(platform: Pick<Platform, "db" | "now">, news: News) {
  return [statement(platform, news, audienceOf(news))] as const;
}

/** The same for an audience of the caller's own. */
export function statement({ db, now }: Pick<Platform, "db" | "now">, news: News, audience: Audience) {
  const at = now();
  const iso = at.toISOString();
  const idHead = newId("delivery", at).slice(0, -12); // the rest is random, and made for each row
  // All columns in the table's own order. A builder, because D1's batch takes no raw statement with parameters.
  return db
    .insert(deliveries)
    .select(
      sql`SELECT ${idHead} || lower(hex(randomblob(6))), ${news.workspaceId}, kind, target, ${news.event},
        ${news.subjectId}, ${news.occasion ?? ""}, schedule_id, ${bodyOf(news, iso)}, status, 0, ${iso},
        NULL, NULL, NULL, NULL, ${iso}, ${iso}
        FROM (${audience}) WHERE ${news.guard} ON CONFLICT DO NOTHING`,
    )
    .returning({ id: deliveries.id });
}
