import type { Ctx } from "../context";
import { notFound } from "../http/problem";
import { audit } from "../identity/audit";
import type { Unshared, UserIds } from "./share-schemas";
import { countShares, deleteShares } from "./shares";
import { permitted, selectReport } from "./store";

/** Takes a report from users; those who did not have it do not count. Holds from their next request on. Two round trips. */
export async function unshareReport(ctx: Ctx, id: string, { user_ids }: UserIds): Promise<Unshared> {
  const [found] = await selectReport(ctx, id);
  permitted(ctx, found, "share");
  const [removed, , counted] = await ctx.db.batch([
    deleteShares(ctx, id, user_ids),
    audit(ctx, "report.unshare", id),
    countShares(ctx, id),
  ]);
  if (counted.length === 0) throw notFound("report");
  return {
    success: true,
    message: `Sharing removed for ${removed.length} ${removed.length === 1 ? "user" : "users"}`,
  };
}
