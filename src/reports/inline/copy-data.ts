import { givenKey, outlineKey } from "../../files/keys";
import { pastPassingFailures } from "../../files/passing-failure";
import { Problem } from "../../http/problem";
import { type DataPlace, readOutline } from "./store";

/** Copies data that came with a report to another report, so that each lives and ends with its own. 410 when it is gone. */
export async function copyInlineData(
  bucket: R2Bucket,
  from: string | null,
  { workspaceId, reportId, dataId }: DataPlace,
): Promise<{ dataKey: string; rowsKey: string }> {
  const stored = await readOutline(bucket, from);
  const rows = await bucket.get(stored.rows_key);
  if (!rows) throw new Problem("gone", "The data that came with this report is no longer kept.");
  const content = await rows.arrayBuffer(); // a few MB: requests have no more
  const { httpMetadata } = rows;
  const dataKey = outlineKey(workspaceId, reportId, dataId);
  const rowsKey = givenKey(workspaceId, reportId, dataId);
  const outline = JSON.stringify({ ...stored, rows_key: rowsKey });
  await Promise.all([
    pastPassingFailures(() => bucket.put(rowsKey, content, { ...(httpMetadata && { httpMetadata }) })),
    pastPassingFailures(() => bucket.put(dataKey, outline)),
  ]);
  return { dataKey, rowsKey };
}
