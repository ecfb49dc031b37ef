import type { DatasetRevisionRow } from "../db/schema";

type Known =
  | "datasetId"
  | "revision"
  | "workspaceId"
  | "status"
  | "byteSize"
  | "options"
  | "createdBy"
  | "createdAt";

/** The row of a revision of which nothing is read yet. */
export function newRevision(
  facts: Pick<DatasetRevisionRow, Known> & Partial<DatasetRevisionRow>,
): DatasetRevisionRow {
  return {
    uploadKey: null,
    filename: null,
    form: null,
    tableId: null,
    rowsOk: 0,
    rowsFailed: 0,
    badRows: [],
    statistics: null,
    error: null,
    attempt: 0,
    leaseUntil: null,
    startedAt: null,
    completedAt: null,
    ...facts,
  };
}
