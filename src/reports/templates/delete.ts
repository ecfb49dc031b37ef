import { eq } from "drizzle-orm";
import type { Ctx } from "../../context";
import { templates } from "../../db/schema";
import { notFound } from "../../http/problem";
import { audit } from "../../identity/audit";
import { requireChangeOwned } from "../../identity/policy";
import type { CheckTag } from "../update";
import { findOwnTemplate } from "./store";
import { templateTag, templateView } from "./view";

/** Removes a template of the workspace; reports made from it stay. Its owner or an admin. */
export async function deleteTemplate(ctx: Ctx, input: { id: string; checkTag: CheckTag }): Promise<void> {
  const row = await findOwnTemplate(ctx, input.id);
  requireChangeOwned(ctx.actor, row.createdBy);
  input.checkTag(templateTag(templateView(ctx, row)));
  const [gone] = await ctx.db.batch([
    ctx.db.delete(templates).where(eq(templates.id, row.id)).returning({ id: templates.id }),
    audit(ctx, "template.delete", row.id),
  ]);
  if (gone.length === 0) throw notFound("template");
}
