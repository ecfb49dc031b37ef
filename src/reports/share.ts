import type { Ctx } from "../context";
import { invalid, notFound } from "../http/problem";
import { audit } from "../identity/audit";
import type { Shared, UserIds } from "./share-schemas";
import { countShares, insertShares, MOST_SHARES, selectKnownUsers, selectSharesWith } from "./shares";
import { permitted, selectReport } from "./store";

const NAMED_IN_PROBLEM = 20;

/**
 * Lets users of the workspace view and generate a report. Sharing with somebody again changes nothing. 422 names
 * those who were never seen here, or says that they would be too many, and then nothing is shared. Two round trips.
 */
export async function shareReport(ctx: Ctx, id: string, { user_ids }: UserIds): Promise<Shared> {
  const [[found], known] = await ctx.db.batch([selectReport(ctx, id), selectKnownUsers(ctx, user_ids)]);
  const report = permitted(ctx, found, "share");
  const isOwner = (userId: string) => userId === report.createdBy;
  const knownIds = new Set(known.map((user) => user.id));
  const unknown = user_ids.filter((userId) => !knownIds.has(userId) && !isOwner(userId));
  if (unknown.length > 0) throw invalid({ user_ids: [unknownUsers(unknown)] });
  const people = known.filter((user) => !isOwner(user.id));
  const ids = people.map((user) => user.id);
  const [[expected], , , counted] = await ctx.db.batch([
    selectSharesWith(ctx, id, ids),
    insertShares(ctx, id, ids),
    audit(ctx, "report.share", id),
    countShares(ctx, id),
  ]);
  if (expected && expected.total > MOST_SHARES) throw invalid({ user_ids: [tooManyUsers(expected.total)] });
  if (counted.length === 0) throw notFound("report");
  const owner = user_ids.some(isOwner) ? ". Its owner has it anyway" : "";
  return {
    success: true,
    message: `Report shared with ${people.length} ${people.length === 1 ? "user" : "users"}${owner}`,
    shared_with: people,
  };
}

const tooManyUsers = (total: number) =>
  `The report would be shared with ${total} users; at most ${MOST_SHARES}. PATCH {"visibility": "workspace"} opens it to everyone`;

function unknownUsers(ids: readonly string[]): string {
  const more = ids.length > NAMED_IN_PROBLEM ? ` and ${ids.length - NAMED_IN_PROBLEM} more` : "";
  return `Unknown users: ${ids.slice(0, NAMED_IN_PROBLEM).join(", ")}${more}. Users are known once they have called this workspace`;
}
