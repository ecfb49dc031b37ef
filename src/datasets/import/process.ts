import type { Platform } from "../../context";
import { rangedObject } from "../../files/ranged-object";
import { restingStream } from "../../files/resting";
import { type ByteFile, fileReader, ReadFailure } from "../read";
import { type ClaimedImport, claimImport, MAX_ATTEMPTS } from "./claim";
import { failImport, releaseImport } from "./finish";
import { importInHand, importRevision } from "./import-revision";
import { type Lease, LostImport } from "./lease";

export type ImportOutcome = "done" | "idle" | "retry";

/**
 * Imports an uploaded file as a new revision: pass 1 finds its form and the types over the whole file, pass 2
 * writes the rows. Readers see nothing of it until the last step, which makes the revision the dataset's own.
 */
export async function processImport(
  platform: Platform,
  datasetId: string,
  revision: number,
): Promise<ImportOutcome> {
  const claimed = await claimImport(platform, datasetId, revision);
  if (!claimed) return "idle";
  const work = importInHand(platform, claimed);
  try {
    const reader = await fileReader(uploadedFile(platform, claimed, work.lease));
    await importRevision(platform, work, reader);
    return "done";
  } catch (error) {
    if (error instanceof LostImport) return "idle";
    if (error instanceof ReadFailure) {
      await failImport(platform, claimed, { code: error.code, message: error.message }, work.bad);
      return "done";
    }
    console.error({ event: "import.attempt_failed", dataset_id: datasetId, revision, cause: String(error) });
    if (claimed.attempt < MAX_ATTEMPTS) {
      await releaseImport(platform, claimed);
      return "retry";
    }
    const message = "The file could not be imported. Upload it again.";
    await failImport(platform, claimed, { code: "internal", message });
    return "done";
  }
}

/** A packed byte becomes some ten of XML, so that parts of a workbook rest more often than text. */
const PACKED_BYTES_BETWEEN = 128 * 1024;

/** The uploaded file, read with rests. Reading goes on in both passes as the work does, so it keeps the lease. */
function uploadedFile({ bucket }: Platform, { uploadKey, byteSize }: ClaimedImport, lease: Lease): ByteFile {
  const gone = () => new ReadFailure("empty_file", "The uploaded file is no longer there. Upload it again.");
  const { size, whole, range } = rangedObject(bucket, uploadKey ?? "", byteSize ?? 0, gone);
  return {
    size,
    whole: async () => restingStream(await whole(), undefined, lease.alive),
    range: async (offset, length) =>
      restingStream(await range(offset, length), PACKED_BYTES_BETWEEN, lease.alive),
  };
}
