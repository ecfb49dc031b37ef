import { and, eq, exists, lt } from "drizzle-orm";
import type { Platform } from "../context";
import { fileClaims } from "../files/tables";
import type { Format } from "../render/renderer";
import { leaseEnd } from "./claim";

/**
 * The right to make one file of a completed run. One at a time has it, so that the object and what the run's row
 * says of it are always of the same making.
 */
export function fileClaim({ db, now, settings }: Claims, runId: string, format: Format) {
  const id = `${runId}/${format}`;
  const holder = crypto.randomUUID();
  const ours = and(eq(fileClaims.id, id), eq(fileClaims.holder, holder));
  let renewed = now().getTime();
  return {
    /** Statements of one batch: claims of makers that died go, then a row comes back if the claim is ours. */
    forget: db.delete(fileClaims).where(lt(fileClaims.leaseUntil, now().toISOString())),
    take: db
      .insert(fileClaims)
      .values({ id, holder, leaseUntil: leaseEnd(now(), settings) })
      .onConflictDoNothing()
      .returning(),
    isOurs: exists(db.select({ id: fileClaims.id }).from(fileClaims).where(ours)),
    /** Extends the lease when it is time. Throws when another has the claim by now. */
    async alive(): Promise<void> {
      if (now().getTime() - renewed < (settings.LEASE_SECONDS * 1000) / 4) return;
      renewed = now().getTime();
      const leaseUntil = leaseEnd(now(), settings);
      const held = await db.update(fileClaims).set({ leaseUntil }).where(ours).returning();
      if (held.length === 0) throw new Error("Another request is making this file by now.");
    },
    async giveBack(): Promise<void> {
      await db.delete(fileClaims).where(ours);
    },
  };
}

type Claims = Pick<Platform, "db" | "now" | "settings">;
