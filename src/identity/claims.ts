import { z } from "zod";
import { ROLES, type Role } from "../context";

/** Some issuers number their users and workspaces. */
const asText = z.union([z.string(), z.int().transform(String)]);
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it refuses
const CONTROLS = /[\x00-\x1f\x7f]/;
/** A text that a database and a document keep as it is: a lone surrogate would become another character there. */
const storable = (text: string) => text.isWellFormed() && !CONTROLS.test(text);
const userId = asText.pipe(z.string().max(255).regex(/\S/).refine(storable));
/** Goes into storage keys and object names, so it is kept to characters that mean nothing there. */
const workspaceId = asText.pipe(z.string().regex(/^[A-Za-z0-9._:@|-]{1,128}$/));
const role = z.enum(ROLES);
/** For show only: a wrong one is left out rather than refused. */
const shown = z.string().trim().min(1).max(255).refine(storable).nullish().catch(null);

const claimsSchema = z.object({
  sub: userId,
  name: shown,
  email: shown,
  workspace_id: workspaceId.optional(),
  role: role.optional(),
  workspaces: z.record(workspaceId, role).optional(),
});

/** What a verified token says about its bearer. */
export interface Claims {
  readonly userId: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Every workspace that the token opens, with the role there. */
  readonly memberships: ReadonlyMap<string, Role>;
  /** The one meant when the request names none. */
  readonly homeWorkspace: string | undefined;
}

/** Claims of a verified payload, or the name of the first claim that is missing or wrong. */
export function readClaims(payload: unknown): Claims | { readonly wrong: string } {
  const parsed = claimsSchema.safeParse(payload);
  if (!parsed.success) return { wrong: String(parsed.error.issues[0]?.path[0] ?? "payload") };
  const { sub, name, email, workspace_id, role, workspaces = {} } = parsed.data;
  const memberships = new Map(Object.entries(workspaces));
  if (workspace_id !== undefined) {
    const there = role ?? memberships.get(workspace_id);
    if (there === undefined) return { wrong: "role" };
    memberships.set(workspace_id, there);
  }
  return {
    userId: sub,
    name: name ?? null,
    email: email ?? null,
    memberships,
    homeWorkspace: workspace_id ?? (memberships.size === 1 ? [...memberships.keys()][0] : undefined),
  };
}
