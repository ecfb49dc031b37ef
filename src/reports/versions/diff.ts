import { inArray } from "drizzle-orm";
import type { Ctx } from "../../context";
import { reportVersions } from "../../db/schema";
import { notFound } from "../../http/problem";
import { permitted, selectReport } from "../store";
import { diffOf } from "./compare";
import type { VersionDiff } from "./schemas";
import { selectVersions } from "./store";

/** What makes one version of a report the other. One round trip. */
export async function diffVersions(
  ctx: Ctx,
  reportId: string,
  versions: { readonly from: number; readonly to: number },
): Promise<VersionDiff> {
  const [[found], rows] = await ctx.db.batch([
    selectReport(ctx, reportId),
    selectVersions(ctx, reportId, inArray(reportVersions.versionNumber, [versions.from, versions.to])),
  ]);
  permitted(ctx, found, "view");
  const from = rows.find(({ versionNumber }) => versionNumber === versions.from);
  const to = rows.find(({ versionNumber }) => versionNumber === versions.to);
  if (!from || !to) throw notFound("version");
  return diffOf(from, to);
}
