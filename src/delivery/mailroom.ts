import type { Platform } from "../context";

/** What sending stands on: the platform, and the binding for e-mail, if there is one. */
export interface Mailroom extends Platform {
  readonly mail: SendEmail | null;
}
