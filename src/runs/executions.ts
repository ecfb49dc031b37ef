import type { Ctx } from "../context";
import type { Execution } from "../reports/schemas";
import { permitted } from "../reports/store";
import { readFound, SELECT_REPORT, type StoredRow } from "../reports/stored";
import { executionView } from "../reports/view";
import { RUN_COLUMNS, readRun } from "./find";
import { COUNT_OF_REPORT } from "./lists";

const NEWEST = `SELECT ${RUN_COLUMNS} FROM runs WHERE report_id = ?1 ORDER BY id DESC LIMIT ?2`;

/** A report's history, newest first (seed 001's shape). One round trip. */
export async function listExecutions(
  ctx: Ctx,
  reportId: string,
  limit: number,
): Promise<{ report_id: string; report_name: string; total_executions: number; executions: Execution[] }> {
  const { d1, workspaceId, actor } = ctx;
  const [found, counted, newest] = await d1.batch<StoredRow>([
    d1.prepare(SELECT_REPORT).bind(reportId, workspaceId, actor.id),
    d1.prepare(COUNT_OF_REPORT).bind(reportId),
    d1.prepare(NEWEST).bind(reportId, limit),
  ]);
  const report = permitted(ctx, found?.results.map(readFound)[0], "view");
  return {
    report_id: report.id,
    report_name: report.name,
    total_executions: Number(counted?.results[0]?.total ?? 0),
    executions: (newest?.results ?? []).map((row) => executionView(readRun(row))),
  };
}
