import type { ControlDatabase } from "./db/client";
import type { D1Cost } from "./db/counted";
import type { Settings } from "./env";
import type { GeneratorDoor } from "./generator-door";
import type { LiveStatus } from "./live/live-status";
import type { Jobs } from "./runs/jobs";

export const ROLES = ["admin", "editor", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** Who acts. `name` and `email` are what the token said, for history and sharing. */
export interface Actor {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly role: Role;
}

/** What both Workers stand on. Nothing in it is optional and nothing is read from module scope. */
export interface Platform {
  /** The control database. */
  readonly db: ControlDatabase;
  /** The same, for hand-written SQL. */
  readonly d1: D1Database;
  /** The data database of a shard. */
  readonly rows: (shard: number) => D1Database;
  /** The numbers of all data databases. */
  readonly shards: readonly number[];
  readonly bucket: R2Bucket;
  readonly jobs: Jobs;
  readonly live: DurableObjectNamespace<LiveStatus>;
  readonly settings: Settings;
  readonly now: () => Date;
}

/** What every verb that serves a caller takes first. */
export interface Ctx extends Platform {
  readonly workspaceId: string;
  readonly actor: Actor;
  readonly generator: GeneratorDoor;
  readonly requestId: string;
  /** Origin for absolute links, e.g. `https://reports.example.com`. */
  readonly origin: string;
  /** Work that may end after the answer. */
  readonly later: (work: Promise<unknown>) => void;
  readonly cost: D1Cost;
}
