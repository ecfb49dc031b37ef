import type { Platform } from "../../context";
import { errorsKey } from "../../files/keys";
import { rangedObject } from "../../files/ranged-object";
import { restingStream } from "../../files/resting";
import { type ByteFile, fileReader, ReadFailure, type TableReader } from "../read";
import { StatisticsCollector } from "../statistics/collect";
import { TableWriter } from "../table-writer";
import { dropTable, openTable } from "../tables";
import { type ClaimedImport, claimImport, keepImport } from "./claim";
import { BadRowKeeper } from "./errors-csv";
import { type ImportOptions, PresetFinder } from "./find-preset";
import { failImport, finishImport, releaseImport } from "./finish";

/** Passing trouble is tried this often before the import is given up. */
const MAX_ATTEMPTS = 4;
const HEARTBEAT_MS = 5_000;

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
  const bad = badRowsOf(platform, claimed);
  try {
    await importRevision(platform, claimed, await fileReader(uploadedFile(platform, claimed)), bad);
    return "done";
  } catch (error) {
    if (error instanceof ReadFailure) {
      await failImport(platform, claimed, { code: error.code, message: error.message }, bad);
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

/** Keeps the rows of this import that are not taken. */
export const badRowsOf = ({ bucket }: Platform, claimed: ClaimedImport) =>
  new BadRowKeeper(bucket, errorsKey(claimed.workspaceId, claimed.datasetId, claimed.revision));

/** A packed byte becomes some ten of XML, so that parts of a workbook rest more often than text. */
const PACKED_BYTES_BETWEEN = 128 * 1024;

/** The uploaded file, read with rests. */
function uploadedFile({ bucket }: Platform, { uploadKey, byteSize }: ClaimedImport): ByteFile {
  const gone = () => new ReadFailure("empty_file", "The uploaded file is no longer there. Upload it again.");
  const { size, whole, range } = rangedObject(bucket, uploadKey ?? "", byteSize ?? 0, gone);
  return {
    size,
    whole: async () => restingStream(await whole()),
    range: async (offset, length) => restingStream(await range(offset, length), PACKED_BYTES_BETWEEN),
  };
}

/**
 * Reads a table into a new one of ours and makes it the dataset's revision; gives the number of rows taken. When it
 * throws a ReadFailure, `bad` is finished and holds what was not taken; the table is dropped either way.
 */
export async function importRevision(
  platform: Platform,
  claimed: ClaimedImport,
  reader: TableReader,
  bad: BadRowKeeper,
): Promise<number> {
  const options: ImportOptions = claimed.options;
  const finder = new PresetFinder(options);
  const form = await reader.inspect({ ...options, hints: finder.hints });
  const db = platform.rows(claimed.shard);
  const tableId = await openTable(db, claimed, platform.now());
  const writer = new TableWriter(db, tableId);
  const statistics = new StatisticsCollector(form.fields);
  try {
    let lastBeat = platform.now().getTime();
    for await (const batch of reader.read(form)) {
      await writer.add(batch.rows);
      statistics.add(batch.rows);
      await bad.add(batch.bad, batch.badCells);
      const now = platform.now().getTime();
      if (now - lastBeat < HEARTBEAT_MS) continue;
      lastBeat = now;
      if (!(await keepImport(platform, claimed))) throw new Error("the import went to another");
    }
    await writer.finish();
    await bad.finish();
  } catch (error) {
    if (error instanceof ReadFailure) await bad.finish();
    else await bad.abort();
    await dropTable(db, tableId, platform.now()).run();
    throw error;
  }
  await finishImport(platform, claimed, form, finder.found, tableId, writer, bad, statistics.result());
  return writer.rowCount;
}
