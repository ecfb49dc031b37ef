import type { Ctx } from "../context";
import { fileKey } from "../files/keys";
import { serveObject } from "../files/serve";
import { notFound, Problem } from "../http/problem";
import type { Format } from "../render/renderer";
import { permitted, selectReport } from "../reports/store";
import { type ShownRun, selectRunOf } from "./find";
import { isWaiting } from "./machine";

/**
 * The file of a report in one format, of the newest version or a named one; made from the snapshot when that
 * version has no such file yet, or none any more. 409 while the first generation is still under way, 410 when the
 * rows are gone, too.
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
  const [[found], [made], [newest]] = await ctx.db.batch([
    selectReport(ctx, reportId),
    selectRunOf(ctx, reportId, { version, withVersion: true }),
    selectRunOf(ctx, reportId, { version }),
  ]);
  permitted(ctx, found, input.inline ? "view" : "download");
  if (!made) throw nothingYet(newest, version);
  const serve = (sha256?: string) =>
    serveObject(input.request, ctx.bucket, fileKey(ctx.workspaceId, made.id, format), {
      ...(input.inline && { contentDisposition: "inline" }),
      sha256,
    });
  const known = made.files.find((file) => file.format === format);
  const response = known && (await serve(known.sha256));
  if (response) return response;
  const file = await ctx.generator.renderFormat(ctx.workspaceId, made.id, format, null);
  const anew = file && (await serve(file.sha256));
  if (!anew)
    throw new Problem("gone", "The rows of this version are no longer kept. Generate the report again.");
  return anew;
}

function nothingYet(newest: ShownRun | undefined, version: number | undefined): Problem {
  if (version !== undefined) return notFound("version with files");
  if (newest && isWaiting(newest)) {
    return new Problem("not_ready", "The report is being generated.", { headers: { "Retry-After": "1" } });
  }
  return new Problem("not_found", "The report has no files yet. Generate it first.");
}
