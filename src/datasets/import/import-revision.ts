import type { Platform } from "../../context";
import { errorsKey } from "../../files/keys";
import { ReadFailure, type TableReader } from "../read";
import type { RowsLog } from "../rows-log";
import { StatisticsCollector } from "../statistics/collect";
import { TableWriter } from "../table-writer";
import { dropTable, openTable } from "../tables";
import type { ClaimedImport } from "./claim";
import { BadRowKeeper } from "./errors-csv";
import { type ImportOptions, PresetFinder } from "./find-preset";
import { finishImport } from "./finish";
import { Lease } from "./lease";

export interface ImportInHand {
  readonly claimed: ClaimedImport;
  readonly lease: Lease;
  /** The rows of this import that are not taken. */
  readonly bad: BadRowKeeper;
  /** The audit row of who asked for it, unless there is one since the upload. */
  readonly log?: RowsLog;
}

export const importInHand = (platform: Platform, claimed: ClaimedImport, log?: RowsLog): ImportInHand => ({
  claimed,
  ...(log && { log }),
  lease: new Lease(platform, claimed),
  bad: new BadRowKeeper(platform.bucket, errorsKey(claimed.workspaceId, claimed.datasetId, claimed.revision)),
});

/**
 * Reads a table into a new one of ours and makes it the dataset's revision; gives the number of rows taken.
 *
 * @throws ReadFailure, when `bad` is finished and holds what was not taken; LostImport.
 */
export async function importRevision(
  platform: Platform,
  work: ImportInHand,
  reader: TableReader,
): Promise<number> {
  const { claimed, lease, bad } = work;
  const options: ImportOptions = claimed.options;
  const finder = new PresetFinder(options);
  const form = await reader.inspect({ ...options, hints: finder.hints });
  await lease.alive();
  const db = platform.rows(claimed.shard);
  const tableId = await openTable(db, claimed, platform.now());
  const writer = new TableWriter(db, tableId);
  const statistics = new StatisticsCollector(form.fields);
  try {
    for await (const batch of reader.read(form)) {
      await writer.add(batch.rows);
      statistics.add(batch.rows);
      await bad.add(batch.bad, batch.badCells);
    }
    await writer.finish();
    await bad.finish();
  } catch (error) {
    await dropTable(db, tableId, platform.now());
    if (error instanceof ReadFailure) await bad.finish();
    else await bad.abort();
    throw error;
  }
  const { rowCount } = writer;
  await finishImport(platform, work, {
    form,
    preset: finder.found,
    tableId,
    rowCount,
    statistics: statistics.result(),
  });
  return rowCount;
}
