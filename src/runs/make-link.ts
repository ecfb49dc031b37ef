import { z } from "@hono/zod-openapi";
import { sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { fileUrl } from "../files/link";
import { LONGEST_LINK_SECONDS } from "../files/used-links";
import { notFound } from "../http/problem";
import { audit } from "../identity/audit";
import { FORMATS, type Format } from "../render/renderer";
import { findRun } from "./find";
import { requireRows } from "./make-file";

export const makeLinkSchema = z
  .strictObject({
    expires_in: z
      .int("Give whole seconds")
      .min(1, "At least one second")
      .max(LONGEST_LINK_SECONDS, `At most ${LONGEST_LINK_SECONDS} seconds, which is a week`)
      .optional()
      .openapi({ description: "Seconds that the link lives.", example: 3600 }),
    single_use: z.boolean().optional().openapi({ description: "The link opens once." }),
  })
  .openapi("MakeLink");

export const linkSchema = z
  .object({
    url: z.url(),
    format: z.enum(FORMATS),
    single_use: z.boolean(),
    expires_at: z.iso.datetime(),
  })
  .openapi("FileLink");

/** A link to one file of a run, for whoever holds it, with a life of its own (E14). Two round trips. */
export async function makeLink(
  ctx: Ctx,
  input: { id: string; format: Format } & z.infer<typeof makeLinkSchema>,
): Promise<z.infer<typeof linkSchema>> {
  const run = await findRun(ctx, input.id);
  requireRows(run);
  if (!run.files.some(({ format }) => format === input.format)) throw notFound(`${input.format} file`);
  const seconds = input.expires_in ?? ctx.settings.LINK_TTL_SECONDS;
  const expiresAt = new Date((Math.floor(ctx.now().getTime() / 1000) + seconds) * 1000);
  const url = await fileUrl(ctx.settings, ctx.origin, {
    workspaceId: ctx.workspaceId,
    runId: run.id,
    format: input.format,
    expiresAt,
    once: input.single_use ? crypto.randomUUID() : undefined,
  });
  await audit(ctx, "run.link", run.id, sql`true`);
  return {
    url,
    format: input.format,
    single_use: input.single_use ?? false,
    expires_at: expiresAt.toISOString(),
  };
}
