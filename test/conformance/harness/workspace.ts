import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { Caller } from "./client";
import { claimsOf, type Role, signToken } from "./tokens";

/** A workspace that no other test knows. */
export interface Workspace {
  readonly id: string;
  /** A caller of this workspace; called after the role unless named. */
  as(role: Role, user?: string): Caller;
}

export function newWorkspace(origin: string = inject("origin")): Workspace {
  const id = `ws-${randomUUID()}`;
  return { id, as: (role, user = role) => new Caller(origin, signToken(claimsOf(id, role, user))) };
}

/** Somebody without a token. */
export const stranger = (origin: string = inject("origin")) => new Caller(origin, null);
