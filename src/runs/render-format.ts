import { and, eq, sql } from "drizzle-orm";
import { type RunRow, runs, type StoredFile } from "../db/schema";
import { readManifest } from "../files/snapshot";
import { audit } from "../identity/audit";
import type { Format } from "../render/renderer";
import { fileClaim } from "./claim-file";
import { placeOf } from "./collect";
import { fileEnd } from "./endings";
import type { Workshop } from "./process";
import { renderFile } from "./render-files";

/** Who asked for a file, in which request. */
export interface FileAsker {
  readonly actorId: string;
  readonly requestId: string;
}

/** Between two looks at a file that another request is making. */
const LOOK_AGAIN_MS = 300;

/**
 * Makes one more format of a completed run from its snapshot and adds it to the run; null when that is gone. Of
 * requests at once for the same file one makes it and the others wait. The audit log says who asked for it; nobody
 * (null) for a file that is made anew.
 */
export async function renderFormat(shop: Workshop, wanted: Wanted): Promise<StoredFile | null> {
  const { workspaceId, runId, format } = wanted;
  for (let isMadeByAnother = false; ; isMadeByAnother = true) {
    const claim = fileClaim(shop, runId, format);
    const [, taken, [run]] = await shop.db.batch([
      claim.forget,
      claim.take,
      shop.db
        .select()
        .from(runs)
        .where(and(eq(runs.id, runId), eq(runs.workspaceId, workspaceId), claim.isOurs)),
    ]);
    if (taken.length === 0) {
      await scheduler.wait(LOOK_AGAIN_MS);
      continue;
    }
    try {
      const known = isMadeByAnother && run?.files.find((file) => file.format === format);
      return known || (run ? await makeFile(shop, run, wanted, claim.alive) : null);
    } finally {
      await claim.giveBack().catch(() => {}); // else it ends by itself
    }
  }
}

async function makeFile(
  shop: Workshop,
  run: RunRow,
  { format, asker }: Wanted,
  alive: () => Promise<void>,
): Promise<StoredFile | null> {
  const { id, workspaceId } = run;
  const manifest = await readManifest(shop.bucket, placeOf(run));
  if (!manifest) return null;
  const file = await renderFile(shop, shop.resources, run, { manifest, whole: null }, format, alive);
  const others = sql`SELECT json_group_array(json(f.value)) FROM json_each(${runs.files}) AS f WHERE f.value ->> 'format' <> ${format}`;
  const put = shop.db
    .update(runs)
    .set({
      files: sql`json_insert((${others}), '$[#]', json(${JSON.stringify(file)}))`,
      ...keptAnew(shop),
    })
    .where(and(eq(runs.id, id), eq(runs.workspaceId, workspaceId)));
  const by = asker && { ...shop, workspaceId, requestId: asker.requestId, actor: { id: asker.actorId } };
  await shop.db.batch([put, ...(by ? [audit(by, "run.file", id)] : [])]);
  return file;
}

/** A run whose files had reached their age keeps the new one as long as any. */
function keptAnew({ now, settings }: Pick<Workshop, "now" | "settings">) {
  const at = now();
  return {
    cleanedAt: null,
    expiresAt: sql`iif(${runs.expiresAt} < ${at.toISOString()}, ${fileEnd(at, settings)}, ${runs.expiresAt})`,
  };
}

interface Wanted {
  readonly workspaceId: string;
  readonly runId: string;
  readonly format: Format;
  readonly asker: FileAsker | null;
}
