import type { Ctx } from "../context";
import { errorsKey } from "../files/keys";
import { serveObject } from "../files/serve";
import { notFound } from "../http/problem";
import { presentDataset, selectDataset, selectLatestImport } from "./store";

/** The rows of the newest import that were not taken, as CSV. 404 when all were. */
export async function serveErrorsFile(ctx: Ctx, id: string, request: Request): Promise<Response> {
  const [[found], [latest]] = await ctx.db.batch([selectDataset(ctx, id), selectLatestImport(ctx, id)]);
  const row = presentDataset(found);
  const file =
    latest && (await serveObject(request, ctx.bucket, errorsKey(ctx.workspaceId, row.id, latest.revision)));
  if (!file) throw notFound("file of bad rows: every row was taken");
  return file;
}
