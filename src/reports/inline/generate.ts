import type { Ctx } from "../../context";
import { newId } from "../../db/ids";
import { runs } from "../../db/schema";
import { requireCreate } from "../../identity/policy";
import { answerFor } from "../../runs/generate";
import { liveOf } from "../../runs/live-run";
import { runRowFor } from "../../runs/new-run";
import { formatsOf } from "../config/formats";
import { insertReport, newReport } from "../new-report";
import { inlineDefinition } from "./definition";
import { INLINE_FORMATS, templateOf } from "./plan";
import { readData } from "./read-data";
import type { GenerateInline, InlineGenerated, InlineStarted } from "./schemas";
import { dataKeys, keepInlineData } from "./store";
import { generatedView, startedView } from "./view";

/**
 * Makes a report of data that comes with the request, and starts its first run: one call. The data is kept, so
 * that other formats can be made later. One round trip to D1, two writes to R2.
 */
export async function generateInline(
  ctx: Ctx,
  input: GenerateInline,
  prefer: string | undefined,
): Promise<{ done: InlineGenerated } | { waiting: InlineStarted }> {
  requireCreate(ctx.actor.role);
  const { title, config = {} } = input;
  const description = input.description ?? null;
  const template = templateOf(config.template, "config.template");
  const data = readData(input.data, { root: "data", title });
  const now = ctx.now();
  const reportId = newId("report", now);
  const keys = dataKeys({ workspaceId: ctx.workspaceId, reportId, dataId: newId("data", now) });
  const { include_charts, locale, time_zone } = config;
  const wishes = { title, description, template, include_charts, locale, time_zone };
  const run = runRowFor({
    workspaceId: ctx.workspaceId,
    report: { id: reportId, name: title },
    definition: inlineDefinition(data.outline, keys.rowsKey, wishes),
    config,
    formats: formatsOf(config) ?? INLINE_FORMATS,
    trigger: "api",
    requester: { id: ctx.actor.id, name: ctx.actor.name },
    origin: ctx.origin,
    now,
    settings: ctx.settings,
    datasets: [],
  });
  const report = newReport(ctx, {
    id: reportId,
    kind: "inline",
    name: title,
    description,
    status: "active",
    config,
    dataKey: keys.dataKey,
  });
  await keepInlineData(ctx.bucket, keys, data, () =>
    ctx.db.batch([
      ...insertReport(ctx, report, { action: "report.create", description: "Report created" }),
      ctx.db.insert(runs).values(run),
    ]),
  );
  ctx.later(liveOf(ctx, run).publish("queued", run));
  const answer = await answerFor(ctx, { run, cached: false, coalesced: false }, input.async, prefer);
  return "done" in answer
    ? { done: generatedView(answer.done, config) }
    : { waiting: startedView(answer.waiting, config) };
}
