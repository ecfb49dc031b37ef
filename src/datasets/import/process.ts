import type { Platform } from "../../context";
import { errorsKey } from "../../files/keys";
import { restingStream } from "../../files/resting";
import { inspectTable, type ReadOptions, readTable } from "../read";
import { ReadFailure } from "../read/failure";
import { StatisticsCollector } from "../statistics/collect";
import { TableWriter } from "../table-writer";
import { dropTable, openTable } from "../tables";
import { type ClaimedImport, claimImport, keepImport } from "./claim";
import { BadRowKeeper } from "./errors-csv";
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
    await importRevision(platform, claimed, fromUpload(platform, claimed), bad);
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

/** Opens the source from its first byte; called once a pass. */
export type OpenSource = () => Promise<ReadableStream<Uint8Array>>;

const fromUpload =
  ({ bucket }: Platform, claimed: ClaimedImport): OpenSource =>
  async () => {
    const object = await bucket.get(claimed.uploadKey ?? "");
    if (!object)
      throw new ReadFailure("empty_file", "The uploaded file is no longer there. Upload it again.");
    return object.body;
  };

/**
 * Reads a source into a new table and makes it the dataset's revision; gives the number of rows taken. When it
 * throws a ReadFailure, `bad` is finished and holds what was not taken; the table is dropped either way.
 */
export async function importRevision(
  platform: Platform,
  claimed: ClaimedImport,
  open: OpenSource,
  bad: BadRowKeeper,
): Promise<number> {
  const openRested = async () => restingStream(await open());
  const form = await inspectTable(openRested, claimed.options as ReadOptions);
  const db = platform.rows(claimed.shard);
  const tableId = await openTable(db, claimed, platform.now());
  const writer = new TableWriter(db, tableId);
  const statistics = new StatisticsCollector(form.fields);
  try {
    let lastBeat = platform.now().getTime();
    for await (const batch of readTable(openRested, form)) {
      await writer.add(batch.rows);
      statistics.add(batch.rows);
      await bad.add(batch.bad);
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
  await finishImport(platform, claimed, form, tableId, writer, bad, statistics.result());
  return writer.rowCount;
}
