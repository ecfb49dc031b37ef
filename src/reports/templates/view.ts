import type { Ctx } from "../../context";
import type { TemplateRow } from "../../db/schema";
import { etagOf } from "../../http/etag";
import { mayCreate } from "../../identity/policy";
import type { Template } from "./schemas";
import { SYSTEM_SINCE } from "./system";
import type { SystemTemplate } from "./template";

/** A template's row with its owner's name. */
export type ListedTemplate = TemplateRow & { readonly createdByName: string | null };

/** A template of the workspace as this caller sees it. */
export function templateView(ctx: Ctx, row: ListedTemplate): Template {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    template_type: row.templateType,
    presets: [],
    base_config: row.baseConfig,
    is_system: false,
    created_by: row.createdBy,
    created_by_name: row.createdByName,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    ...cloning(ctx, row.id),
  };
}

/** A system template as this caller sees it. */
export function systemTemplateView(ctx: Ctx, template: SystemTemplate): Template {
  return {
    id: template.id,
    name: template.name,
    description: template.description,
    template_type: template.type,
    presets: [...template.presets],
    base_config: template.baseConfig,
    is_system: true,
    created_by: null,
    created_by_name: null,
    created_at: SYSTEM_SINCE,
    updated_at: SYSTEM_SINCE,
    ...cloning(ctx, template.id),
  };
}

const cloning = ({ actor }: Ctx, id: string) => ({
  can_clone: mayCreate(actor.role),
  clone_url: `/api/v1/templates/${id}/clone`,
});

/** Changes with every change of the template, and with what the caller may do. */
export const templateTag = ({ id, updated_at, can_clone }: Template) =>
  etagOf(id, updated_at, String(can_clone));
