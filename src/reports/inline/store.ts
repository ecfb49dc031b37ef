import { givenKey, outlineKey } from "../../files/keys";
import { pastPassingFailures } from "../../files/passing-failure";
import { Problem } from "../../http/problem";
import { putGiven } from "../../runs/given";
import type { InlineData, Outline } from "./outline";

/** What lies in R2 of one piece of data: its outline, and where its rows are. */
interface StoredOutline {
  readonly outline: Outline;
  readonly rows_key: string;
}

export interface DataPlace {
  readonly workspaceId: string;
  readonly reportId: string;
  readonly dataId: string;
}

/** Where the parts of one piece of data lie. `dataKey` is what the report's row notes. */
export interface DataKeys {
  readonly dataKey: string;
  readonly rowsKey: string;
}

export const dataKeys = ({ workspaceId, reportId, dataId }: DataPlace): DataKeys => ({
  dataKey: outlineKey(workspaceId, reportId, dataId),
  rowsKey: givenKey(workspaceId, reportId, dataId),
});

/** Keeps data that came with a request, and then has it noted; when that fails, nothing is left behind. */
export async function keepInlineData(
  bucket: R2Bucket,
  keys: DataKeys,
  { outline, tables }: InlineData,
  note: () => Promise<unknown>,
): Promise<void> {
  const stored: StoredOutline = { outline, rows_key: keys.rowsKey };
  try {
    await Promise.all([
      putGiven(bucket, keys.rowsKey, tables),
      pastPassingFailures(() => bucket.put(keys.dataKey, JSON.stringify(stored))),
    ]);
    await note();
  } catch (error) {
    await removeInlineData(bucket, keys);
    throw error;
  }
}

/** Throws 410 when the data is no longer kept. */
export async function readOutline(bucket: R2Bucket, dataKey: string | null): Promise<StoredOutline> {
  const object = dataKey === null ? null : await bucket.get(dataKey);
  if (!object) throw new Problem("gone", "The data that came with this report is no longer kept.");
  return await object.json<StoredOutline>();
}

/** Removes data that no row knows of. */
export async function removeInlineData(bucket: R2Bucket, { dataKey, rowsKey }: DataKeys): Promise<void> {
  await bucket.delete([dataKey, rowsKey]);
}
