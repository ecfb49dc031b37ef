import type { FiguresSection, ReportDocument, Row, TableSection, TextSection } from "../render/document";
import { manifestKey, snapshotKey } from "./keys";
import { pastPassingFailures } from "./passing-failure";
import { openRows, SnapshotWriter } from "./snapshot-rows";

/** A section as it is kept: texts and figures are whole, the rows of a table lie beside it. */
export type StoredSection = Omit<TableSection, "rows"> | TextSection | FiguresSection;

/** A report document without its rows: what is kept beside them, as JSON. */
export interface Manifest extends Omit<ReportDocument, "sections"> {
  readonly sections: readonly StoredSection[];
}

/** Where the snapshot of a run lies. */
export interface SnapshotPlace {
  readonly workspaceId: string;
  readonly runId: string;
}

/** Begins the rows of one table; `section` is its place in the manifest, which counts every section from 0. */
export function writeSection(bucket: R2Bucket, place: SnapshotPlace, section: number): SnapshotWriter {
  return new SnapshotWriter(bucket, snapshotKey(place.workspaceId, place.runId, section));
}

/** Goes up beside the rows: a snapshot is whole once its run says completed, and is read only then. */
export async function writeManifest(
  bucket: R2Bucket,
  place: SnapshotPlace,
  manifest: Manifest,
): Promise<void> {
  const key = manifestKey(place.workspaceId, place.runId);
  const options = { httpMetadata: { contentType: "application/json" } };
  await pastPassingFailures(() => bucket.put(key, JSON.stringify(manifest), options));
}

/** Null when the snapshot is no longer kept. */
export async function readManifest(bucket: R2Bucket, place: SnapshotPlace): Promise<Manifest | null> {
  const object = await bucket.get(manifestKey(place.workspaceId, place.runId));
  return object ? object.json<Manifest>() : null;
}

/** The report as renderers take it; rows are read from R2 each time that they are opened. */
export function documentFrom(bucket: R2Bucket, place: SnapshotPlace, manifest: Manifest): ReportDocument {
  const sections = manifest.sections.map((section, index) => {
    if (section.kind !== "table") return section;
    const key = snapshotKey(place.workspaceId, place.runId, index);
    const expected = section.rows_written + section.summary_rows;
    return { ...section, rows: () => exactly(expected, openRows(bucket, key)) };
  });
  return { ...manifest, sections };
}

/** A file must never hold fewer rows than it says. */
async function* exactly(expected: number, batches: AsyncIterable<Row[]>): AsyncGenerator<Row[], void, void> {
  let seen = 0;
  for await (const batch of batches) {
    seen += batch.length;
    yield batch;
  }
  if (seen !== expected) throw new Error(`The snapshot has ${seen} rows where ${expected} were written.`);
}
