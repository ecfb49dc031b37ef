import type { Ctx } from "../context";
import { Problem } from "../http/problem";
import { requireCreate } from "../identity/policy";
import { tablesOf } from "../render/document";
import { sectionView } from "../runs/section-view";
import { resolveDefinition, selectDatasetsFor } from "./config/resolve";
import type { PreviewRequest, PreviewView } from "./preview-schemas";

/**
 * Tries a config out: 422 names each offending item, else the first rows of each section, its chart, and how many
 * rows there are. Nothing is stored. One round trip, and the row queries in the Generator.
 */
export async function previewConfig(ctx: Ctx, request: PreviewRequest): Promise<PreviewView> {
  requireCreate(ctx.actor.role);
  const { config, name = "Preview", description = null } = request;
  const candidates = await selectDatasetsFor(ctx, config);
  const asked = { now: ctx.now(), workspaceId: ctx.workspaceId };
  const { definition } = resolveDefinition({ name, description, config }, candidates, asked);
  const preview = await ctx.generator.preview(definition);
  if ("failure" in preview) throw new Problem("conflict", preview.failure);
  const sections = preview.sections.map(({ section, rows }) => sectionView(section, rows));
  const tables = tablesOf({ sections });
  const [first] = tables;
  return {
    title: definition.title,
    description: definition.description,
    time_zone: definition.time_zone,
    locale: definition.locale,
    filters: definition.filters.map(({ label, text }) => ({ label, text })),
    fields: first?.fields.map((field) => field.name) ?? [],
    data: first?.data ?? [],
    chart: tables.find(({ chart }) => chart !== null)?.chart ?? null,
    rows_total: tables.reduce((sum, table) => sum + table.rows_total, 0),
    estimated_rows: tables.reduce((sum, table) => sum + table.rows_written, 0),
    sections,
    warnings: preview.sections.flatMap(({ warnings }) => warnings),
  };
}
