import type { DeliveryRow } from "../db/schema";
import type { Delivery } from "./schemas";

/** The delivery as clients see it. */
export function deliveryView(row: DeliveryRow): Delivery {
  const status = row.status === "held" || row.status === "sending" ? "pending" : row.status;
  return {
    id: row.id,
    kind: row.kind,
    target: row.target,
    event: row.event,
    subject_id: row.subjectId,
    schedule_id: row.scheduleId,
    status,
    attempts: row.attempt,
    response_code: row.responseCode,
    response_body: row.responseBody,
    duration_ms: row.durationMs,
    error: row.error,
    next_at: row.status === "pending" ? row.nextAt : null,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}
