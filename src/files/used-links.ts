import { lt } from "drizzle-orm";
import type { ControlDatabase } from "../db/client";
import { usedLinks } from "./tables";

/** No link lasts longer, so a use need not be remembered longer. */
export const LONGEST_LINK_SECONDS = 7 * 86_400;

/** Uses a link that opens once. False when it was used before, be it at the same moment. */
export async function useLink(db: ControlDatabase, id: string, now: Date): Promise<boolean> {
  const expiresAt = new Date(now.getTime() + LONGEST_LINK_SECONDS * 1000).toISOString();
  const used = await db.insert(usedLinks).values({ id, expiresAt }).onConflictDoNothing().returning();
  return used.length === 1;
}

/** For the clean-up: forgets uses of links whose time is over. */
export function forgetUsedLinks(db: ControlDatabase, now: Date) {
  return db.delete(usedLinks).where(lt(usedLinks.expiresAt, now.toISOString()));
}
