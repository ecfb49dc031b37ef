import { and, eq } from "drizzle-orm";
import type { Platform } from "../context";
import { type DatasetRevisionRow, type DatasetRow, datasetRevisions, datasets } from "../db/schema";
import { addToTable } from "./add-to-table";
import { makeRevision } from "./make-revision";
import { ReadFailure } from "./read/failure";
import type { AppendRequest, AppendResult } from "./rows-body";

/** Five seconds in all: how often rows that come together with a dataset's first ones look whether those are in. */
const TRIES = 50;
const PAUSE_MS = 100;

/**
 * Reads a small body into a dataset. An append is one atomic batch: readers see all of its rows or none, and
 * two at once never share a row number. A replacement, or the first rows of all, become a new revision; of several
 * first appends at once one makes it and the others add to it.
 */
export async function appendRows(platform: Platform, request: AppendRequest): Promise<AppendResult> {
  try {
    if (request.format === "json") requireArray(request.body);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const found = await findTarget(platform, request);
      if (!found) return failure("not_found", "There is no such dataset.");
      const result = await takeRows(platform, request, found);
      if (result !== null) return result;
      await scheduler.wait(PAUSE_MS);
    }
    return BUSY;
  } catch (error) {
    if (error instanceof ReadFailure) return failure(error.code, error.message);
    throw error;
  }
}

const failure = (code: string, message: string) => ({ failure: { code, message } });

const BUSY = failure(
  "not_ready",
  "The dataset's data are still being read. Append when its status is ready.",
);

interface Target {
  readonly dataset: DatasetRow;
  /** Of the newest revision, if there is one. */
  readonly newest: DatasetRevisionRow["status"] | null;
}

/** Takes the rows; null when somebody else has just changed where they belong. */
async function takeRows(
  platform: Platform,
  request: AppendRequest,
  { dataset, newest }: Target,
): Promise<AppendResult | null> {
  if (request.mode === "replace") return await makeRevision(platform, request, dataset);
  if (dataset.revision > 0 && dataset.tableId !== null)
    return await addToTable(platform, request, dataset, dataset.tableId);
  const isPending = newest === "uploaded" || newest === "processing";
  if (isPending) return dataset.kind === "upload" ? BUSY : null;
  return await makeRevision(platform, request, dataset);
}

async function findTarget({ db }: Platform, request: AppendRequest): Promise<Target | undefined> {
  const [found] = await db
    .select({ dataset: datasets, newest: datasetRevisions.status })
    .from(datasets)
    .leftJoin(
      datasetRevisions,
      and(
        eq(datasetRevisions.datasetId, datasets.id),
        eq(datasetRevisions.revision, datasets.latestRevision),
      ),
    )
    .where(and(eq(datasets.id, request.datasetId), eq(datasets.workspaceId, request.workspaceId)));
  return found;
}

/** A single object is the commonest mistake, and its fault would be reported as one of syntax. */
function requireArray(body: Uint8Array): void {
  const first = body.find((byte) => byte > 0x20 && byte < 0x80);
  if (first === "[".charCodeAt(0)) return;
  try {
    JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new ReadFailure("malformed_json", "The body is not valid JSON.");
  }
  throw new ReadFailure("not_a_table", 'Send a JSON array of objects, such as [{"name": "Ann"}]');
}
