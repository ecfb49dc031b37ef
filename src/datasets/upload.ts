import type { Ctx } from "../context";
import { datasetRevisions, datasets } from "../db/schema";
import { uploadKey } from "../files/keys";
import { type ByteSource, putStream } from "../files/put-stream";
import { invalid } from "../http/problem";
import { audit } from "../identity/audit";
import { requireCreate } from "../identity/policy";
import { newDataset } from "./create";
import type { ImportOptions } from "./import/find-preset";
import { newRevision } from "./new-revision";
import { presetOf } from "./presets";
import type { DatasetDetail, UploadOptions } from "./schemas";
import { datasetDetailView } from "./view";

/** A file on its way in. `options` are known once the whole request was read. */
export interface Upload {
  /** Stores the file's bytes under the key; gives its size and the name it came with. */
  store(save: (body: ByteSource) => Promise<number>): Promise<{
    readonly size: number;
    readonly filename: string | null;
    readonly options: UploadOptions;
  }>;
}

/**
 * Streams a file to R2 and leaves it to the Generator to import. Nothing is left behind when the request breaks
 * off or says something wrong. One round trip.
 */
export async function uploadDataset(ctx: Ctx, upload: Upload): Promise<DatasetDetail> {
  requireCreate(ctx.actor.role);
  const row = newDataset(ctx, { name: "", description: null, kind: "upload" });
  const key = uploadKey(ctx.workspaceId, row.id, 1);
  try {
    const { size, filename, options } = await upload.store(async (body) => {
      const facts = { contentType: "application/octet-stream", limit: ctx.settings.MAX_UPLOAD_BYTES };
      return (await putStream(ctx.bucket, key, body, facts)).size_bytes;
    });
    if (size === 0) throw invalid({ file: ["The file is empty"] });
    row.name = options.name ?? nameFrom(filename) ?? "Upload";
    row.description = options.description ?? null;
    row.preset = presetOf(options.preset ?? null)?.id ?? null;
    row.status = "uploaded";
    row.latestRevision = 1;
    const revision = newRevision({
      datasetId: row.id,
      revision: 1,
      workspaceId: ctx.workspaceId,
      status: "uploaded",
      uploadKey: key,
      filename: filename || null,
      byteSize: size,
      options: { ...importOptions(options) },
      createdBy: ctx.actor.id,
      createdAt: row.createdAt,
    });
    await ctx.db.batch([
      ctx.db.insert(datasets).values(row),
      ctx.db.insert(datasetRevisions).values(revision),
      audit(ctx, "dataset.upload", row.id),
    ]);
    ctx.later(ctx.jobs.send({ kind: "import", dataset_id: row.id, revision: 1 }));
    return datasetDetailView(row, revision, ctx.origin);
  } catch (error) {
    await ctx.bucket.delete(key);
    throw error;
  }
}

function importOptions({
  sheet,
  encoding,
  delimiter,
  has_header,
  date_order,
  fields,
  preset,
}: UploadOptions): ImportOptions {
  return {
    ...(preset === undefined ? {} : { preset }),
    ...(sheet === undefined ? {} : { sheet }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(has_header === undefined ? {} : { hasHeader: has_header }),
    ...(date_order === undefined ? {} : { dateOrder: date_order }),
    ...(fields === undefined ? {} : { overrides: fields }),
  };
}

/** `data/Sales 2026.csv` names the dataset `Sales 2026`. */
function nameFrom(filename: string | null): string | null {
  const base = filename
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .trim();
  return base ? base.slice(0, 255) : null;
}
