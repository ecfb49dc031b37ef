import { z } from "@hono/zod-openapi";
import type { Platform } from "../../context";
import { measure } from "./measure";
import { type Check, judge, overall } from "./thresholds";

export const SERVICE = "edge-reports";
export const VERSION = "1.0.0";

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

/** How the installation is, without a fact about any tenant. */
export async function healthOf(platform: Pick<Platform, "d1" | "bucket" | "now">): Promise<Health> {
  const at = platform.now();
  if (last && Math.abs(at.getTime() - last.at) < FRESH_MS) return last.health;
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
