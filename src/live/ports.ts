import type { Context } from "hono";
import type { AppEnv } from "../http/route";
import type { RunView } from "./protocol";
import type { Watcher } from "./ticket";

/** What watching needs of the features around it. */
export interface LivePorts {
  /**
   * Who watches: the ticket's holder, or without a ticket whoever the `Authorization` header names.
   * Throws unless that user may view the report now.
   */
  readonly authorise: (c: Context<AppEnv>, ticket: Watcher | null, reportId: string) => Promise<Watcher>;
  /** The last runs of the report, newest first, read from D1 when called. */
  readonly recentRuns: (c: Context<AppEnv>, watcher: Watcher, reportId: string) => Promise<RunView[]>;
}
