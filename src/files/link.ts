import type { Context } from "hono";
import { z } from "zod";
import type { Settings } from "../env";
import { notFound, Problem } from "../http/problem";
import type { AppEnv } from "../http/route";
import { openToken, signToken } from "../http/signed-token";
import { FORMATS, type Format } from "../render/renderer";

/** What a signed link opens: one file of one run, for whoever holds the link. */
export interface FileLink {
  readonly workspaceId: string;
  readonly runId: string;
  readonly format: Format;
  /** Set on a link that opens once: what it is known by when it was used. */
  readonly once?: string | undefined;
}

/** How the run of a link stands: its file may still come, it will not come any more, or there is no such run. */
export type RunState = (c: Context<AppEnv>, link: FileLink) => Promise<"waiting" | "ended" | "missing">;

const claimsSchema = z.union([
  z.tuple([z.string(), z.string(), z.enum(FORMATS)]),
  z.tuple([z.string(), z.string(), z.enum(FORMATS), z.string()]),
]);

/** The `{token}` of `/d/{token}`. The file need not be there yet. `expiresAt` counts in whole seconds. */
export function signLink(settings: Settings, link: FileLink & { readonly expiresAt: Date }): Promise<string> {
  const { workspaceId, runId, format, once } = link;
  const claims = [workspaceId, runId, format, ...(once === undefined ? [] : [once])];
  return signToken(settings, "download-link", link.expiresAt, claims);
}

/** The absolute address of a signed link. `origin` has no path. */
export async function fileUrl(
  settings: Settings,
  origin: string,
  link: FileLink & { readonly expiresAt: Date },
): Promise<string> {
  return `${origin}/d/${await signLink(settings, link)}`;
}

/** Throws `not_found` for what we did not sign and `gone` for a link whose time is over. */
export async function verifyLink(settings: Settings, token: string, now: Date): Promise<FileLink> {
  const opened = await openToken(settings, "download-link", token, now);
  if (opened.state === "expired") {
    const when = opened.expires.toISOString().replace(".000Z", "Z");
    throw new Problem("gone", `This link ended at ${when}. Ask for a new one.`);
  }
  const claims = claimsSchema.safeParse(opened.state === "valid" ? opened.claims : null);
  if (!claims.success) throw notFound("link");
  const [workspaceId, runId, format, once] = claims.data;
  return { workspaceId, runId, format, ...(once === undefined ? {} : { once }) };
}
