import type { Actor, Platform } from "../context";
import { fileUrl } from "../files/link";
import { ticketUrl } from "../live/ticket";
import type { Format } from "../render/renderer";
import type { ShownRun } from "./find";
import type { Reason, RunView } from "./schemas";

const NEW = { cached: false, coalesced: false };

/**
 * The run as clients see it. Links are signed anew each time; `origin` is where the caller reached us. `live_url`
 * carries a ticket for `viewer`; in what is sent to all watchers there is no viewer, and thus no ticket. `reuse`
 * tells how the run came to answer this request.
 */
export async function runView(
  { settings, now }: Pick<Platform, "settings" | "now">,
  run: ShownRun,
  origin: string,
  viewer: Pick<Actor, "id" | "role"> | null,
  reuse: { readonly cached: boolean; readonly coalesced: boolean } = NEW,
): Promise<RunView> {
  const formats = run.formats;
  const linksEnd = new Date(now().getTime() + settings.LINK_TTL_SECONDS * 1000);
  const linked = [...new Set([...formats, ...run.files.map((file) => file.format)])];
  const urls = Object.fromEntries(
    await Promise.all(
      linked.map(async (format) => [
        format,
        await fileUrl(settings, origin, {
          workspaceId: run.workspaceId,
          runId: run.id,
          format,
          expiresAt: linksEnd,
        }),
      ]),
    ),
  ) as Record<Format, string>;
  const base = `${origin}/api/v1`;
  return {
    id: run.id,
    task_id: run.id,
    report_id: run.reportId,
    report_name: run.reportName,
    version_number: run.versionNumber,
    trigger: run.trigger,
    retry_of: run.retryOf,
    schedule_id: run.scheduleId,
    status: run.status,
    reason: run.reason as Reason | null,
    error: run.error,
    attempt: run.attempt,
    max_attempts: run.maxAttempts,
    progress: { percent: run.percent, stage: run.stage, rows_done: run.rowsDone, rows_total: run.rowsTotal },
    formats,
    files: run.files.map((file) => ({
      ...file,
      format: file.format,
      download_url: urls[file.format],
      url_expires_at: linksEnd.toISOString(),
      expires_at: run.expiresAt,
    })),
    rows_returned: run.rowsReturned,
    rows_total: run.rowsTotal,
    truncated: run.truncated,
    execution_time_ms: run.executionTimeMs,
    result_summary: run.resultSummary,
    generated_by: run.generatedBy,
    executed_by_name: run.executedByName,
    cached: reuse.cached,
    coalesced: reuse.coalesced,
    created_at: run.createdAt,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    expires_at: run.expiresAt,
    status_url: `${base}/reports/${run.reportId}/status?task_id=${run.id}`,
    live_url: viewer
      ? await ticketUrl({ settings, now }, origin, {
          reportId: run.reportId,
          workspaceId: run.workspaceId,
          userId: viewer.id,
          role: viewer.role,
        })
      : `${base}/reports/${run.reportId}/live`,
    cancel_url: `${base}/runs/${run.id}/cancel`,
    download_urls: urls,
  };
}
