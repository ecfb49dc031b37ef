import { eq } from "drizzle-orm";
import type { Ctx } from "../context";
import { type RunRow, runs } from "../db/schema";
import { chartJsPayload } from "../render/chart/payload";
import type { Cell, Row } from "../render/document";
import { frozenOf } from "./frozen";
import { runView } from "./run-view";
import type { Generated, RunView } from "./schemas";
import { wakeConsumer } from "./start";

/**
 * Does the run now and answers with its first rows. When it cannot be done now (another consumer has it, or it
 * failed and waits to be retried) the answer is the run as it stands.
 */
export async function generateNow(
  ctx: Ctx,
  started: RunRow,
): Promise<{ done: Generated } | { waiting: RunView }> {
  const result = await ctx.generator.generate(started.id).catch((error: unknown) => {
    console.error({ event: "generate_now.failed", run_id: started.id, cause: String(error) });
    wakeConsumer(ctx, started); // the run is not lost: a consumer takes it up
    return null;
  });
  const [run] = await ctx.db.select().from(runs).where(eq(runs.id, started.id));
  const view = await runView(ctx, run ?? started, ctx.origin, ctx.actor);
  if (!result || run?.status !== "completed") return { waiting: view };
  const [section] = result.manifest.sections;
  const names = section?.columns.map((column) => column.name) ?? [];
  return {
    done: {
      ...view,
      description: result.manifest.description,
      config: frozenOf(run).config,
      fields: names,
      data: asObjects(result.preview, names),
      row_count: section?.rows_written ?? 0,
      chart: section?.chart ? { ...chartJsPayload(section.chart) } : null,
      generated_at: result.manifest.generated_at,
    },
  };
}

/** Rows as objects by column name, as JSON answers show them. */
const asObjects = (rows: readonly Row[], names: readonly string[]): Record<string, Cell>[] =>
  rows.map((row) => Object.fromEntries(names.map((name, position) => [name, row[position] ?? null])));
