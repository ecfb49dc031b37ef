import type { Platform } from "../context";
import type { RunRow, StoredFile } from "../db/schema";
import { attachment } from "../files/disposition";
import { filenameOf } from "../files/filename";
import { fileKey } from "../files/keys";
import { R2Sink } from "../files/multipart-sink";
import { restingSink } from "../files/resting";
import { documentFrom, type Manifest } from "../files/snapshot";
import { type ReportDocument, tablesOf } from "../render/document";
import { renderers } from "../render/registry";
import type { Format, RenderResources } from "../render/renderer";
import { type Collected, placeOf } from "./collect";
import { frozenOf } from "./frozen";

/**
 * Makes one format of a run from its rows and stores it. The bytes stream; nothing is left behind by a failure.
 * `alive` is called now and then while it lasts.
 */
export async function renderFile(
  platform: Pick<Platform, "bucket">,
  resources: RenderResources,
  run: Pick<RunRow, "id" | "workspaceId" | "frozen">,
  { manifest, whole }: Pick<Collected, "manifest" | "whole">,
  format: Format,
  alive: () => Promise<void>,
): Promise<StoredFile> {
  const stored = documentFrom(platform.bucket, placeOf(run), manifest);
  const document = whole ? withRows(stored, whole) : stored;
  const renderer = renderers[format];
  const { contentType, extension } = renderer.fileType(document);
  const filename = filenameOf(frozenOf(run).filename ?? document.title, extension);
  const sink = new R2Sink(platform.bucket, fileKey(run.workspaceId, run.id, format), {
    contentType,
    contentDisposition: attachment(filename),
  });
  try {
    await renderer.render(document, restingSink(sink, alive), resources);
    await alive();
    const { size_bytes, sha256 } = await sink.finish();
    return {
      format,
      content_type: contentType,
      filename,
      size_bytes,
      sha256,
      rows_written: sum(manifest, "rows_written"),
      rows_total: sum(manifest, "rows_total"),
      truncated: tablesOf(manifest).some(({ truncated }) => truncated),
    };
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/** The same document over rows that are at hand. */
function withRows(document: ReportDocument, whole: NonNullable<Collected["whole"]>): ReportDocument {
  const sections = document.sections.map((section, index) => {
    if (section.kind !== "table") return section;
    const rows = whole.get(index) ?? [];
    const inMemory = async function* () {
      if (rows.length > 0) yield rows;
    };
    return { ...section, rows: inMemory };
  });
  return { ...document, sections };
}

export const sum = (manifest: Manifest, count: "rows_written" | "rows_total") =>
  tablesOf(manifest).reduce((total, section) => total + section[count], 0);
