import { z } from "zod";
import { ROLES, type Role } from "../context";
import type { Settings } from "../env";
import { Problem } from "../http/problem";
import { openToken, signToken } from "../http/signed-token";

/** A ticket stands in an address, so it must not live long; a page that is reloaded gets a new one. */
const TICKET_SECONDS = 3_600;

/** Who watches. */
export interface Watcher {
  readonly workspaceId: string;
  readonly userId: string;
  readonly role: Role;
}

/** What a ticket is for. Without a role it lets in what a viewer may see. */
export interface Ticket extends Omit<Watcher, "role"> {
  readonly reportId: string;
  readonly role?: Role;
}

const claimsSchema = z.tuple([z.string(), z.string(), z.string(), z.enum(ROLES)]);

/** Lets one user watch one report, for those who cannot send headers (browsers' WebSocket and EventSource). */
export function signTicket(
  settings: Settings,
  ticket: Ticket & { readonly expiresAt: Date },
): Promise<string> {
  const { reportId, workspaceId, userId, role = "viewer", expiresAt } = ticket;
  return signToken(settings, "live-ticket", expiresAt, [reportId, workspaceId, userId, role]);
}

/** The absolute `live_url` of a report for this user. It serves WebSocket and server-sent events alike. */
export async function ticketUrl(
  { settings, now }: { readonly settings: Settings; readonly now: () => Date },
  origin: string,
  ticket: Ticket,
): Promise<string> {
  const expiresAt = new Date(now().getTime() + TICKET_SECONDS * 1000);
  const token = await signTicket(settings, { ...ticket, expiresAt });
  return `${origin}/api/v1/reports/${encodeURIComponent(ticket.reportId)}/live?ticket=${token}`;
}

/** Who the ticket of this report was given to. Throws `unauthorized` for any other text. */
export async function openTicket(
  settings: Settings,
  token: string,
  reportId: string,
  now: Date,
): Promise<Watcher> {
  const opened = await openToken(settings, "live-ticket", token, now);
  if (opened.state === "expired")
    throw refused("The ticket has expired. Ask for the run again to get a new one.");
  const claims = claimsSchema.safeParse(opened.state === "valid" ? opened.claims : null);
  if (!claims.success || claims.data[0] !== reportId) throw refused("The ticket is not one for this report.");
  const [, workspaceId, userId, role] = claims.data;
  return { workspaceId, userId, role };
}

/** RFC 6750 §3: a 401 names the scheme that would help. */
function refused(detail: string): Problem {
  return new Problem("unauthorized", detail, {
    headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' },
  });
}
