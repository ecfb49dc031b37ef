import type { Format } from "../render/renderer";

/**
 * Every R2 key of the product. A key is made from ids alone, so whoever holds the ids finds the object
 * without a lookup, and work done twice lands on the same object. The first segment is the kind (bucket
 * lifecycle rules go by prefix), the second the workspace: no key of one tenant can be spelled by another.
 */

const OWN_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** R2 allows 1,024 bytes for a whole key. */
const WORKSPACE_SEGMENT_LIMIT = 600;

/** The file of an upload as it came. */
export function uploadKey(workspaceId: string, datasetId: string, revision: number): string {
  return `${datasetPrefix(workspaceId, datasetId)}${ordinal(revision)}/source`;
}

/** The rows of an upload that could not be read, as CSV. */
export function errorsKey(workspaceId: string, datasetId: string, revision: number): string {
  return `${datasetPrefix(workspaceId, datasetId)}${ordinal(revision)}/errors.csv`;
}

/** Everything that was ever uploaded into a dataset lies under this. */
export function datasetPrefix(workspaceId: string, datasetId: string): string {
  return `uploads/${workspaceSegment(workspaceId)}/${ownId(datasetId)}/`;
}

/** The frozen rows of one section of a run. Sections count from 0. */
export function snapshotKey(workspaceId: string, runId: string, section: number): string {
  return `${snapshotPrefix(workspaceId, runId)}${ordinal(section)}.ndjson.gz`;
}

/** What the report says besides its rows. */
export function manifestKey(workspaceId: string, runId: string): string {
  return `${snapshotPrefix(workspaceId, runId)}manifest.json`;
}

/** Manifest and sections of a run lie under this. */
export function snapshotPrefix(workspaceId: string, runId: string): string {
  return `snapshots/${workspaceSegment(workspaceId)}/${ownId(runId)}/`;
}

/** The rows of data that came with a request: of an inline report, or of an edit. */
export function givenKey(workspaceId: string, reportId: string, dataId: string): string {
  return `${givenPrefix(workspaceId, reportId)}${ownId(dataId)}/rows.ndjson`;
}

/** What data that came with a request consists of, besides its rows. */
export function outlineKey(workspaceId: string, reportId: string, dataId: string): string {
  return `${givenPrefix(workspaceId, reportId)}${ownId(dataId)}/outline.json`;
}

/** All data that ever came with requests for a report lies under this. */
export function givenPrefix(workspaceId: string, reportId: string): string {
  return `given/${workspaceSegment(workspaceId)}/${ownId(reportId)}/`;
}

/** A finished file of a run. */
export function fileKey(workspaceId: string, runId: string, format: Format): string {
  return `${filePrefix(workspaceId, runId)}${format}`;
}

/** All finished files of a run lie under this. */
export function filePrefix(workspaceId: string, runId: string): string {
  return `files/${workspaceSegment(workspaceId)}/${ownId(runId)}/`;
}

export interface KeyOwner {
  readonly workspace: string;
  /** Of the run, dataset or report that the object belongs to. */
  readonly id: string;
}

/** Whose object this is, by its key. Null for a key that is not one of these. */
export function ownerOf(key: string): KeyOwner | null {
  const [kind = "", workspace = "", id = "", ...rest] = key.split("/");
  if (!KINDS.has(kind) || rest.length === 0 || !OWN_ID.test(id)) return null;
  return { workspace, id };
}

const KINDS: ReadonlySet<string> = new Set(["uploads", "snapshots", "files", "given"]);

/**
 * Workspace ids come from other people's tokens, so anything may be in them. Percent-encoding keeps two
 * ids apart and leaves no slash; `.` and `..` are spelled out because path-minded clients resolve them.
 */
function workspaceSegment(workspaceId: string): string {
  const encoded = encodeURIComponent(workspaceId);
  if (encoded === "" || encoded.length > WORKSPACE_SEGMENT_LIMIT) {
    throw new RangeError("A workspace id must have between 1 and 600 characters once percent-encoded.");
  }
  return /^\.+$/.test(encoded) ? encoded.replaceAll(".", "%2E") : encoded;
}

function ownId(id: string): string {
  if (!OWN_ID.test(id)) throw new RangeError("This is not an id that we made.");
  return id;
}

function ordinal(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError("A whole number from 0 is needed.");
  return String(value);
}
