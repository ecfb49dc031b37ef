import type { Ctx } from "../../context";
import { newId } from "../../db/ids";
import { type TemplateRow, templates } from "../../db/schema";
import { invalid } from "../../http/problem";
import { audit } from "../../identity/audit";
import { requireCreate } from "../../identity/policy";
import { checkConfig } from "../config/resolve";
import type { ReportConfig } from "../config/schema";
import type { CreateTemplate, Template } from "./schemas";
import { templateView } from "./view";

/** Makes a template of the workspace. What can be told of its config without data is checked. One round trip. */
export async function createTemplate(ctx: Ctx, input: CreateTemplate): Promise<Template> {
  requireCreate(ctx.actor.role);
  requireBaseConfig(input.base_config);
  const now = ctx.now();
  const row: TemplateRow = {
    id: newId("template", now),
    workspaceId: ctx.workspaceId,
    name: input.name,
    description: input.description ?? null,
    templateType: input.template_type ?? "custom",
    baseConfig: input.base_config,
    createdBy: ctx.actor.id,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
  };
  await ctx.db.batch([ctx.db.insert(templates).values(row), audit(ctx, "template.create", row.id)]);
  return templateView(ctx, { ...row, createdByName: ctx.actor.name });
}

/** 422 naming each thing that is wrong with a config whatever the data are. */
export function requireBaseConfig(config: ReportConfig): void {
  const errors = checkConfig(config, "base_config");
  if (Object.keys(errors).length > 0) throw invalid(errors);
}
