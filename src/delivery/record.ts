import type { Platform } from "../context";
import { type DeliveryRow, deliveries } from "../db/schema";
import { held } from "./claim";
import type { Outcome, Verdict } from "./outcome";

/** Notes what came of a try, unless another sender has taken it over. A statement. */
export function record(
  { db, now }: Pick<Platform, "db" | "now">,
  row: DeliveryRow,
  outcome: Outcome,
  verdict: Verdict,
) {
  const at = now();
  const nextAt =
    verdict.status === "pending" ? new Date(at.getTime() + verdict.delaySeconds * 1000).toISOString() : null;
  return db
    .update(deliveries)
    .set({
      status: verdict.status,
      nextAt,
      responseCode: outcome.code ?? null,
      responseBody: outcome.body ?? null,
      durationMs: outcome.durationMs ?? null,
      error: outcome.kind === "delivered" ? null : outcome.error,
      updatedAt: at.toISOString(),
    })
    .where(held(row));
}
