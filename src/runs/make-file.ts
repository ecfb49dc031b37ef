import type { Ctx } from "../context";
import { Problem } from "../http/problem";
import type { Format } from "../render/renderer";
import { findRun, type ShownRun } from "./find";
import { isEnded } from "./machine";
import { runView } from "./run-view";
import type { FileView } from "./schemas";

/**
 * One more format of a run, made from the rows that it collected: files of a run never disagree (E10). A format
 * that is there already is given as it is.
 */
export async function makeFile(ctx: Ctx, input: { id: string; format: Format }): Promise<FileView> {
  const run = await findRun(ctx, input.id);
  requireRows(run);
  const known = run.files.find(({ format }) => format === input.format);
  const asker = { actorId: ctx.actor.id, requestId: ctx.requestId };
  const file = known ?? (await ctx.generator.renderFormat(ctx.workspaceId, run.id, input.format, asker));
  if (!file) throw new Problem("gone", "The rows of this run are no longer kept. Generate the report again.");
  // Files that had reached their age are kept anew.
  const kept = known || run.status !== "expired" ? run : await findRun(ctx, run.id);
  const { files } = await runView(ctx, { ...kept, files: [file] }, ctx.origin, null);
  const [view] = files;
  if (!view) throw new Error("a file has no view");
  return view;
}

/** 409 unless the run has rows to make files from. */
export function requireRows(run: ShownRun): void {
  if (!isEnded(run))
    throw new Problem("not_ready", "The report is being generated.", { headers: { "Retry-After": "1" } });
  if (run.status !== "completed" && run.status !== "expired")
    throw new Problem("conflict", `This run is ${run.status}: it has no files.`);
}
