import type { Ctx } from "../context";
import { fileKey } from "../files/keys";
import { serveObject } from "../files/serve";
import { notFound, Problem } from "../http/problem";
import type { Format } from "../render/renderer";
import { permitted, selectReport } from "../reports/store";
import { type ShownRun, selectRunOf } from "./find";

/**
 * The file of a report in one format, of the newest version or a named one; made from the snapshot when that
 * version has no such file yet. 409 while the first generation is still under way.
 */
export async function downloadReport(
  ctx: Ctx,
  input: {
    reportId: string;
    format: Format;
    version: number | undefined;
    request: Request;
    inline?: boolean;
  },
): Promise<Response> {
  const { reportId, format, version } = input;
  const [[found], [completed], [newest]] = await ctx.db.batch([
    selectReport(ctx, reportId),
    selectRunOf(ctx, reportId, { version, completed: true }),
    selectRunOf(ctx, reportId, { version }),
  ]);
  permitted(ctx, found, input.inline ? "view" : "download");
  if (!completed) throw nothingYet(newest, version);
  const key = fileKey(ctx.workspaceId, completed.id, format);
  const file = completed.files.find((made) => made.format === format);
  if (!file && !(await ctx.generator.renderFormat(ctx.workspaceId, completed.id, format))) throw goneFiles();
  const disposition = input.inline ? { contentDisposition: "inline" } : {};
  const response = await serveObject(input.request, ctx.bucket, key, {
    ...disposition,
    sha256: file?.sha256,
  });
  if (!response) throw goneFiles();
  return response;
}

const goneFiles = () =>
  new Problem("gone", "The files of this version are no longer kept. Generate the report again.");

function nothingYet(newest: ShownRun | undefined, version: number | undefined): Problem {
  if (version !== undefined) return notFound("version with files");
  if (newest && ["queued", "running", "retrying"].includes(newest.status)) {
    return new Problem("not_ready", "The report is being generated.", { headers: { "Retry-After": "1" } });
  }
  return new Problem("not_found", "The report has no files yet. Generate it first.");
}
