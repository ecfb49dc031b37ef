import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context";
import { templates } from "../../db/schema";
import { Problem } from "../../http/problem";
import { audit } from "../../identity/audit";
import { requireChangeOwned } from "../../identity/policy";
import type { CheckTag } from "../update";
import { requireBaseConfig } from "./create";
import type { Template, UpdateTemplate } from "./schemas";
import { findOwnTemplate } from "./store";
import { templateTag, templateView } from "./view";

/** Changes what is named (PATCH; PUT names everything). Its owner or an admin; system templates never. */
export async function updateTemplate(
  ctx: Ctx,
  input: { id: string; changes: UpdateTemplate; checkTag: CheckTag },
): Promise<Template> {
  const row = await findOwnTemplate(ctx, input.id);
  requireChangeOwned(ctx.actor, row.createdBy);
  input.checkTag(templateTag(templateView(ctx, row)));
  const { name, description, template_type, base_config } = input.changes;
  if (base_config) requireBaseConfig(base_config);
  const next = {
    name: name ?? row.name,
    description: description === undefined ? row.description : description,
    templateType: template_type ?? row.templateType,
    baseConfig: base_config ?? row.baseConfig,
    updatedAt: ctx.now().toISOString(),
  };
  const [[hit]] = await ctx.db.batch([
    ctx.db
      .update(templates)
      .set(next)
      .where(and(eq(templates.id, row.id), eq(templates.updatedAt, row.updatedAt)))
      .returning({ id: templates.id }),
    audit(ctx, "template.update", row.id),
  ]);
  if (!hit) throw new Problem("conflict", "The template was changed at the same time. Read it again.");
  return templateView(ctx, { ...row, ...next });
}
