import type { Ctx } from "../../context";
import type { Template } from "./schemas";
import { presentTemplate, selectTemplate } from "./store";
import { systemTemplate } from "./system";
import { systemTemplateView, templateView } from "./view";

/** A template by its id, or a system template by its type. At most one round trip. */
export async function getTemplate(ctx: Ctx, id: string): Promise<Template> {
  const system = systemTemplate(id);
  if (system) return systemTemplateView(ctx, system);
  const [row] = await selectTemplate(ctx, id);
  return templateView(ctx, presentTemplate(row));
}
