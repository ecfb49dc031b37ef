import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context";
import type { RunRow } from "../db/schema";
import { notFound } from "../http/problem";
import { FORMATS } from "../render/renderer";
import { permitted } from "../reports/store";
import { readFound, SELECT_REPORT, type StoredRow } from "../reports/stored";
import { readRun, SELECT_RUN } from "./find";
import { isWaiting } from "./machine";
import { runView } from "./run-view";
import { runSchema } from "./schemas";

export const statusSchema = z
  .object({
    report_id: z.string(),
    report_status: z.string(),
    status: z
      .enum(["pending", "processing", "completed", "failed"])
      .openapi({ description: "The state of the task in fewer words." }),
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

interface State extends Pick<ReportStatus, "task_state" | "status" | "message"> {}

const NOT_YET: State = {
  task_state: "PENDING",
  status: "pending",
  message: "The report was not generated yet",
};
const FAILED = { task_state: "FAILURE", status: "failed" } as const;
const DONE = { task_state: "SUCCESS", status: "completed" } as const;

const STATES: Readonly<Record<RunRow["status"], State>> = {
  queued: { ...NOT_YET, message: "The report is waiting to be generated" },
  running: { task_state: "STARTED", status: "processing", message: "The report is being generated" },
  retrying: {
    task_state: "RETRY",
    status: "processing",
    message: "An attempt failed; the report is waiting to be tried again",
  },
  completed: { ...DONE, message: "The report is ready" },
  failed: { ...FAILED, message: "The report could not be generated" },
  cancelled: { ...FAILED, message: "The generation was cancelled" },
  expired: { ...DONE, message: "The files have expired" },
};

/** How a report's run stands: the named one, or the newest. One round trip. */
export async function reportStatus(
  ctx: Ctx,
  reportId: string,
  taskId: string | undefined,
): Promise<ReportStatus> {
  const { d1, workspaceId, actor } = ctx;
  const [found, newest] = await d1.batch<StoredRow>([
    d1.prepare(SELECT_REPORT).bind(reportId, workspaceId, actor.id),
    d1.prepare(SELECT_RUN).bind(reportId, workspaceId, taskId ?? null),
  ]);
  const report = permitted(ctx, found?.results.map(readFound)[0], "view");
  const run = newest?.results.map(readRun)[0];
  if (taskId !== undefined && !run) throw notFound("task");
  const view = run ? await runView(ctx, run, ctx.origin, actor) : null;
  const state = run ? STATES[run.status] : NOT_YET;
  return {
    report_id: report.id,
    report_status: report.status,
    report_data: {
      report_type: report.reportType,
      created_at: report.createdAt,
      updated_at: report.updatedAt,
    },
    task_id: run?.id ?? null,
    ...state,
    ...(run?.error && state.task_state === "FAILURE" && { message: run.error.message }),
    processing_started_at: run?.startedAt ?? null,
    processing_completed_at: run?.completedAt ?? null,
    processing_duration_seconds: run?.executionTimeMs == null ? null : run.executionTimeMs / 1000,
    html_url: view?.download_urls.html ?? null,
    pdf_url: view?.download_urls.pdf ?? null,
    download_urls: view?.download_urls ?? {},
    run: view,
  };
}

/** Headers of an answer with a run: where it is, and when to ask again while that makes sense. */
export const runHeaders = (run: Pick<RunRow, "id" | "status">): Record<string, string> => ({
  Location: `/api/v1/runs/${run.id}`,
  ...(isWaiting(run) && { "Retry-After": "1" }),
});
