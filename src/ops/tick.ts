import { lt } from "drizzle-orm";
import type { Platform } from "../context";
import { dropForgottenTables } from "../datasets/forgotten-tables";
import { forgetImports } from "../datasets/import/forget";
import { sweepImports } from "../datasets/import/sweep";
import { purgeDroppedTables } from "../datasets/tables";
import { deadLetters } from "../db/schema";
import { forgetDeliveries, wakeDeliveries } from "../delivery/wake";
import { abortOldUploads } from "../files/open-uploads";
import { forgetUsedLinks } from "../files/used-links";
import { deleteOldKeys } from "../http/idempotency-store";
import { purgeReports } from "../reports/purge";
import { cleanEndedRuns, expireRuns } from "../runs/expire";
import { sweepRuns } from "../runs/sweep";
import { fireDue } from "../schedules/fire";
import { deleteOldSlots, settleSlots } from "../schedules/settle";
import { removeOrphans } from "./remove-orphans";

/** Rows of a superseded table stay this long, longer than any run may take. */
const KEEP_DROPPED_SECONDS = 3_600;

const KEEP_LETTERS_MS = 30 * 86_400_000;

/** What the cron does each minute, in this order. */
const PARTS: Readonly<Record<string, (platform: Platform) => Promise<unknown>>> = {
  fireSchedules: fireDue,
  settleSchedules: settleSlots,
  sweepRuns,
  sweepImports,
  wakeDeliveries,
  dropForgottenTables,
  purgeTables: ({ rows, shards, now }) => {
    const before = new Date(now().getTime() - KEEP_DROPPED_SECONDS * 1000);
    return Promise.all(shards.map((shard) => purgeDroppedTables(rows(shard), before)));
  },
  expireRuns,
  cleanEndedRuns,
  purgeReports,
  forgetImports,
  abortOldUploads: ({ db, bucket, now }) => abortOldUploads(db, bucket, now()),
  removeOrphans,
  forgetSlots: deleteOldSlots,
  forgetDeliveries,
  forgetUsedLinks: ({ db, now }) => forgetUsedLinks(db, now()),
  forgetDeadLetters: ({ db, now }) =>
    db
      .delete(deadLetters)
      .where(lt(deadLetters.at, new Date(now().getTime() - KEEP_LETTERS_MS).toISOString())),
  forgetKeys: ({ db, now }) => deleteOldKeys(db, now()),
};

/** One tick. Each part is bounded, so that what it leaves is the next tick's, and none keeps another from running. */
export async function tick(platform: Platform): Promise<void> {
  for (const [name, part] of Object.entries(PARTS)) {
    await part(platform).catch((error: unknown) => {
      console.error({ event: "tick.failed", part: name, cause: String(error) });
    });
  }
}
