import { z } from "@hono/zod-openapi";
import type { Platform } from "../../context";
import { VERSION } from "../../version";
import { measure } from "./measure";
import { type Check, judge, overall } from "./thresholds";

const SERVICE = "edge-reports";

const status = z.enum(["healthy", "degraded", "unhealthy"]);
const check = z.object({ status, message: z.string().optional() });

export const healthSchema = z
  .object({
    service: z.literal(SERVICE),
    status,
    timestamp: z.iso.datetime(),
    version: z.string(),
    checks: z.object({
      database: check.extend({ connection: z.enum(["connected", "unreachable"]) }),
      workers: check,
      storage: check.extend({ connection: z.enum(["connected", "unreachable"]) }),
    }),
  })
  .openapi("Health");
export type Health = z.infer<typeof healthSchema>;

/** Everybody may ask, so an isolate looks at most this often. */
const FRESH_MS = 5_000;
let last: { at: number; health: Health } | null = null;
/** When somebody began to look anew. Others are told what was seen last: they cannot wait for another request. */
let looking = 0;

/** How the installation is, without a fact about any tenant. */
export async function healthOf(platform: Pick<Platform, "d1" | "bucket" | "now">): Promise<Health> {
  const at = platform.now();
  const isFresh = (since: number) => Math.abs(at.getTime() - since) < FRESH_MS;
  if (last && (isFresh(last.at) || isFresh(looking))) return last.health;
  looking = at.getTime();
  const { database, workers, storage } = judge(await measure(platform));
  const health: Health = {
    service: SERVICE,
    status: overall([database, workers, storage]),
    timestamp: at.toISOString(),
    version: VERSION,
    checks: {
      database: { ...database, connection: connection(database) },
      workers,
      storage: { ...storage, connection: connection(storage) },
    },
  };
  last = { at: at.getTime(), health };
  return health;
}

const connection = ({ status }: Check) => (status === "unhealthy" ? "unreachable" : "connected");

/** 503 tells a load balancer what the body says. */
export const httpStatus = ({ status }: Pick<Health, "status">) => (status === "unhealthy" ? 503 : 200);
