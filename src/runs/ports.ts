import { and, desc, eq } from "drizzle-orm";
import type { Context } from "hono";
import type { Ctx } from "../context";
import { controlDatabase } from "../db/client";
import { countedD1 } from "../db/counted";
import { runs } from "../db/schema";
import type { RunState } from "../files/link";
import type { AppEnv } from "../http/route";
import { authenticated } from "../identity/authenticate";
import { requestContext } from "../identity/request-context";
import type { LivePorts } from "../live/ports";
import type { Watcher } from "../live/ticket";
import { permitted, selectReport } from "../reports/store";
import { shownRunColumns } from "./find";
import { isWaiting } from "./machine";
import { runView } from "./run-view";

/** Runs that a new watcher is shown. */
const RECENT = 10;

/** What a signed link asks before its file is there. One round trip. */
export const runState: RunState = async (c, { workspaceId, runId }) => {
  const [run] = await controlDatabase(countedD1(c.env.DB, c.get("cost")))
    .select({ status: runs.status })
    .from(runs)
    .where(and(eq(runs.id, runId), eq(runs.workspaceId, workspaceId)));
  if (!run) return "missing";
  return isWaiting(run) ? "waiting" : "ended";
};

/** What live status asks: whether this user may watch the report now, and how its runs stand. */
export const livePorts: LivePorts = {
  authorise: async (c, holder, reportId) => {
    const ctx = holder ? contextOf(c, holder) : await authenticated(c);
    const [found] = await selectReport(ctx, reportId);
    permitted(ctx, found, "watch");
    return { workspaceId: ctx.workspaceId, userId: ctx.actor.id, role: ctx.actor.role };
  },
  recentRuns: async (c, watcher, reportId) => {
    const ctx = contextOf(c, watcher);
    const rows = await ctx.db
      .select(shownRunColumns)
      .from(runs)
      .where(eq(runs.reportId, reportId)) // of the caller's workspace: `authorise` has looked
      .orderBy(desc(runs.id))
      .limit(RECENT);
    return await Promise.all(rows.map(async (run) => ({ ...(await runView(ctx, run, ctx.origin, null)) })));
  },
};

const contextOf = (c: Context<AppEnv>, { workspaceId, userId, role }: Watcher): Ctx =>
  requestContext(c, workspaceId, { id: userId, name: null, email: null, role });
