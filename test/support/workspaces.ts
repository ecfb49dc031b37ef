import type { Role } from "../../src/context";
import { tokenFor } from "./tokens";

export interface TestWorkspace {
  readonly id: string;
  /** A token of a user of this workspace; the user is called as the role unless named. */
  readonly token: (role?: Role, user?: string) => Promise<string>;
}

/** A workspace that no other test knows. */
export function newWorkspace(): TestWorkspace {
  const id = `ws-${crypto.randomUUID()}`;
  return {
    id,
    token: (role = "admin", user = role) => tokenFor({ workspace: id, role, user, name: `Test ${user}` }),
  };
}
