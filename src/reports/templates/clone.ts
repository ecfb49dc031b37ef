import { sql } from "drizzle-orm";
import type { Ctx } from "../../context";
import type { DatasetRow } from "../../db/schema";
import { requireCreate } from "../../identity/policy";
import { overDataset, withOverrides } from "../config/overrides";
import { datasetColumns, resolveDefinition } from "../config/resolve";
import type { ReportConfig } from "../config/schema";
import { selectNearestDatasets } from "../nearest-datasets";
import { insertReport, newReport } from "../new-report";
import { reportView } from "../view";
import { chooseData } from "./choose-data";
import type { ClonedReport, CloneTemplate } from "./schemas";
import { presentTemplate, selectTemplate } from "./store";
import { systemTemplate } from "./system";
import type { SystemTemplate } from "./template";

/** What a clone begins with: the template's config over its data, and the datasets that it may mean. */
interface Beginning {
  readonly name: string;
  readonly description: string | null;
  readonly type: string;
  readonly config: ReportConfig;
  readonly candidates: readonly DatasetRow[];
  readonly leftOut: readonly string[];
}

/**
 * Makes a report from a template: a private draft of the caller. The config is checked with its overrides, so that
 * 422 names each offending item; `dataset` names the data where several would do. Two round trips.
 */
export async function cloneTemplate(ctx: Ctx, id: string, input: CloneTemplate): Promise<ClonedReport> {
  requireCreate(ctx.actor.role);
  const system = systemTemplate(id);
  const begun = system ? await beginSystem(ctx, system, input) : await beginOwn(ctx, id, input);
  const name = input.name ?? begun.name;
  const description = input.description === undefined ? begun.description : input.description;
  const config = withOverrides(begun.config, input.config_overrides);
  const { datasets } = resolveDefinition({ name, description, config }, begun.candidates, {
    now: ctx.now(),
    workspaceId: ctx.workspaceId,
  });
  const facts = { kind: "built", name, description, config, reportType: begun.type } as const;
  const row = newReport(ctx, { ...facts, ...datasetColumns(datasets) });
  const change = { action: "template.clone", description: `Made from the template ${begun.name}` };
  await ctx.db.batch(insertReport(ctx, row, change));
  return {
    ...reportView({ ...row, createdByName: ctx.actor.name }),
    left_out_fields: [...begun.leftOut],
  };
}

async function beginSystem(ctx: Ctx, template: SystemTemplate, input: CloneTemplate): Promise<Beginning> {
  const named = input.dataset ?? datasetIn(input.config_overrides);
  const { name, description, type, needs, presets } = template;
  const wanted = JSON.stringify({ named, needs, presets, overrides: input.config_overrides });
  const candidates = await selectNearestDatasets(ctx, sql`SELECT ${wanted} AS config`);
  const { dataset, config, leftOut } = chooseData(template, candidates, named);
  return { name, description, type, config: overDataset(config, dataset.id), candidates, leftOut };
}

async function beginOwn(ctx: Ctx, id: string, input: CloneTemplate): Promise<Beginning> {
  const wanted = JSON.stringify({ named: input.dataset, overrides: input.config_overrides });
  const configs = sql`SELECT base_config AS config FROM templates
    WHERE id = ${id} AND workspace_id = ${ctx.workspaceId} UNION ALL SELECT ${wanted}`;
  const [[found], candidates] = await ctx.db.batch([
    selectTemplate(ctx, id),
    selectNearestDatasets(ctx, configs),
  ]);
  const { name, description, templateType: type, baseConfig } = presentTemplate(found);
  const config = input.dataset === undefined ? baseConfig : overDataset(baseConfig, input.dataset);
  return { name, description, type, config, candidates, leftOut: [] };
}

const datasetIn = (overrides: ReportConfig | undefined): string | undefined =>
  typeof overrides?.dataset === "string" ? overrides.dataset : undefined;
