import { and, eq } from "drizzle-orm";
import type { Platform } from "../../context";
import { datasetRevisions } from "../../db/schema";
import { failImport } from "./finish";

/** Ends an import whose message was given up, unless it came to an end by itself or is in somebody's hands. */
export async function giveUpImport(platform: Platform, datasetId: string, revision: number): Promise<void> {
  const [waiting] = await platform.db
    .select()
    .from(datasetRevisions)
    .where(and(eq(datasetRevisions.datasetId, datasetId), eq(datasetRevisions.revision, revision)));
  if (!waiting || (waiting.leaseUntil ?? "") > platform.now().toISOString()) return;
  const message = "The file could not be imported after several tries. Upload it again.";
  await failImport(platform, waiting, { code: "internal", message });
}
