import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context";
import type { RunRow } from "../db/schema";
import { notFound } from "../http/problem";
import { FORMATS } from "../render/renderer";
import { permitted, selectReport } from "../reports/store";
import { selectRunOf } from "./find";
import { runView } from "./run-view";
import { runSchema } from "./schemas";

export const statusSchema = z
  .object({
    report_id: z.string(),
    report_status: z.string(),
    report_data: z.object({
      report_type: z.string().nullable(),
      created_at: z.iso.datetime(),
      updated_at: z.iso.datetime(),
    }),
    task_id: z.string().nullable(),
    task_state: z.enum(["PENDING", "STARTED", "RETRY", "SUCCESS", "FAILURE"]),
    message: z.string(),
    processing_started_at: z.iso.datetime().nullable(),
    processing_completed_at: z.iso.datetime().nullable(),
    processing_duration_seconds: z.number().nullable(),
    html_url: z.url().nullable(),
    pdf_url: z.url().nullable(),
    download_urls: z.partialRecord(z.enum(FORMATS), z.url()),
    run: runSchema.nullable(),
  })
  .openapi("ReportStatus");
export type ReportStatus = z.infer<typeof statusSchema>;

const STATES = {
  queued: ["PENDING", "The report is waiting to be generated"],
  running: ["STARTED", "The report is being generated"],
  retrying: ["RETRY", "An attempt failed; the report is waiting to be tried again"],
  completed: ["SUCCESS", "The report is ready"],
  failed: ["FAILURE", "The report could not be generated"],
  cancelled: ["FAILURE", "The generation was cancelled"],
  expired: ["SUCCESS", "The files have expired"],
} as const satisfies Record<RunRow["status"], readonly [ReportStatus["task_state"], string]>;

/** How a report's run stands: the named one, or the newest. One round trip. */
export async function reportStatus(
  ctx: Ctx,
  reportId: string,
  taskId: string | undefined,
): Promise<ReportStatus> {
  const [[found], [run]] = await ctx.db.batch([
    selectReport(ctx, reportId),
    selectRunOf(ctx, reportId, { runId: taskId }),
  ]);
  const report = permitted(ctx, found, "view");
  if (taskId !== undefined && !run) throw notFound("task");
  const view = run ? await runView(ctx, run, ctx.origin, ctx.actor) : null;
  const [state, message] = run
    ? STATES[run.status]
    : (["PENDING", "The report was not generated yet"] as const);
  return {
    report_id: report.id,
    report_status: report.status,
    report_data: {
      report_type: report.reportType,
      created_at: report.createdAt,
      updated_at: report.updatedAt,
    },
    task_id: run?.id ?? null,
    task_state: state,
    message: run?.error && state === "FAILURE" ? run.error.message : message,
    processing_started_at: run?.startedAt ?? null,
    processing_completed_at: run?.completedAt ?? null,
    processing_duration_seconds: run?.executionTimeMs == null ? null : run.executionTimeMs / 1000,
    html_url: view?.download_urls.html ?? null,
    pdf_url: view?.download_urls.pdf ?? null,
    download_urls: view?.download_urls ?? {},
    run: view,
  };
}

/** Whether a client should ask again. */
export const isWaiting = (run: { status: string } | null) =>
  run !== null && ["queued", "running", "retrying"].includes(run.status);
