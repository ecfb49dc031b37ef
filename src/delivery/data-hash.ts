import { createHash } from "node:crypto";
import { snapshotKey } from "../files/keys";
import { readManifest, type SnapshotPlace, type StoredSection } from "../files/snapshot";

/**
 * SHA-256 of what a run collected: columns, rows, figures and texts, without anything that tells when it was. The
 * rows stream, so memory stays flat. Null when the snapshot is no longer whole.
 */
export async function dataHash(bucket: R2Bucket, place: SnapshotPlace): Promise<string | null> {
  const manifest = await readManifest(bucket, place);
  if (!manifest) return null;
  const hash = createHash("sha256");
  for (const [index, section] of manifest.sections.entries()) {
    hash.update(`${JSON.stringify([section.kind, section.name, contentOf(section)])}\n`);
    if (section.kind !== "table") continue;
    const object = await bucket.get(snapshotKey(place.workspaceId, place.runId, index));
    if (!object) return null;
    for await (const bytes of object.body.pipeThrough(new DecompressionStream("gzip"))) hash.update(bytes);
  }
  return hash.digest("hex");
}

/** What a section shows, but for a table's rows. */
function contentOf(section: StoredSection): unknown {
  switch (section.kind) {
    case "table":
      return section.columns.map(({ name, type }) => [name, type]);
    case "figures":
      return section.figures.map(({ name, value }) => [name, value]);
    case "text":
      return section.text;
  }
}
