import { and, eq, sql } from "drizzle-orm";
import { runs, type StoredFile } from "../db/schema";
import { readManifest } from "../files/snapshot";
import type { Format } from "../render/renderer";
import { placeOf } from "./collect";
import type { Workshop } from "./process";
import { renderFile } from "./render-files";

/** Makes one more format of a completed run from its snapshot and adds it to the run. Null when that is gone. */
export async function renderFormat(
  shop: Workshop,
  workspaceId: string,
  runId: string,
  format: Format,
): Promise<StoredFile | null> {
  const [run] = await shop.db
    .select({ id: runs.id, workspaceId: runs.workspaceId, frozen: runs.frozen })
    .from(runs)
    .where(and(eq(runs.id, runId), eq(runs.workspaceId, workspaceId)));
  if (!run) return null;
  const manifest = await readManifest(shop.bucket, placeOf(run));
  if (!manifest) return null;
  const file = await renderFile(shop, shop.resources, run, { manifest, whole: null }, format, async () => {});
  await shop.db
    .update(runs)
    .set({ files: sql`json_insert(${runs.files}, '$[#]', json(${JSON.stringify(file)}))` })
    .where(
      and(
        eq(runs.id, runId),
        eq(runs.workspaceId, workspaceId),
        sql`NOT EXISTS (SELECT 1 FROM json_each(${runs.files}) AS f WHERE f.value ->> 'format' = ${format})`,
      ),
    );
  return file;
}
