import type { MiddlewareHandler } from "hono";
import { type D1Cost, noCost } from "../db/counted";
import type { AppEnv } from "./route";

/** `Server-Timing` (W3C) on every answer: total milliseconds, and what D1 cost this request. */
export const serverTiming: MiddlewareHandler<AppEnv> = async (c, next) => {
  const start = performance.now();
  const cost = noCost();
  c.set("cost", cost);
  await next();
  c.res.headers.set("Server-Timing", timing(performance.now() - start, cost));
};

function timing(total: number, { milliseconds, calls, rowsRead }: D1Cost): string {
  const d1 = `d1;dur=${milliseconds.toFixed(1)};desc="calls=${calls} rows_read=${rowsRead}"`;
  return `total;dur=${total.toFixed(1)}, ${d1}`;
}
