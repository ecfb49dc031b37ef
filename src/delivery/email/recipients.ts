import { z } from "@hono/zod-openapi";
import { and, eq } from "drizzle-orm";
import type { Platform } from "../../context";
import { unsubscribes } from "../../db/schema";
import type { Settings } from "../../env";

/** RFC 5321, section 4.5.3.1: 254 characters. Plain ASCII, so that an address can end no header. */
const recipientSchema = z.email().max(254);

type Rules = Pick<Settings, "EMAIL_ALLOWED_DOMAINS">;

/** Why e-mail may not go there, in words that follow the address; null when it may. Asked on every way to send. */
export function recipientRefusal(settings: Rules, address: string): string | null {
  if (!recipientSchema.safeParse(address).success) return "is no e-mail address";
  const allowed = settings.EMAIL_ALLOWED_DOMAINS.split(/[\s,]+/).filter(Boolean);
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  const isAllowed = allowed.length === 0 || allowed.some((pattern) => fits(domain, pattern.toLowerCase()));
  return isAllowed ? null : `is not of a domain that e-mail may go to: ${allowed.join(", ")}`;
}

/** `example.com` is that domain alone; `*.example.com` is everything below it. */
const fits = (domain: string, pattern: string) =>
  pattern.startsWith("*.") ? domain.endsWith(pattern.slice(1)) : domain === pattern;

/** Who does not want a schedule's e-mails. A statement. */
export const selectUnsubscribed = ({ db }: Pick<Platform, "db">, workspaceId: string, scheduleId: string) =>
  db
    .select({ recipient: unsubscribes.recipient })
    .from(unsubscribes)
    .where(and(eq(unsubscribes.workspaceId, workspaceId), eq(unsubscribes.scheduleId, scheduleId)));
