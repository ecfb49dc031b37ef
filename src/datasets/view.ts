import type { DatasetRevisionRow, DatasetRow } from "../db/schema";
import { etagOf } from "../http/etag";
import { fieldsOf } from "./choose";
import type { TableForm } from "./read/form";
import type { Dataset, DatasetDetail } from "./schemas";

/** The dataset as clients see it. */
export function datasetView(row: DatasetRow): Dataset {
  return {
    id: row.id,
    workspace_id: row.workspaceId,
    name: row.name,
    description: row.description,
    kind: row.kind,
    status: row.status,
    fields: fieldsOf(row),
    revision: row.revision,
    row_count: row.rowCount,
    created_by: row.createdBy,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}

/** With its newest import, if there was one. */
export function datasetDetailView(
  row: DatasetRow,
  latest: DatasetRevisionRow | undefined,
  origin: string,
): DatasetDetail {
  const form = latest?.form as TableForm | null | undefined;
  return {
    ...datasetView(row),
    filename: latest?.filename ?? null,
    size_bytes: latest?.byteSize ?? 0,
    format: form?.format ?? null,
    encoding: form?.encoding ?? null,
    delimiter: form?.format === "csv" ? form.dialect.delimiter : null,
    rows_ok: latest?.rowsOk ?? 0,
    rows_failed: latest?.rowsFailed ?? 0,
    errors: (latest?.badRows ?? []) as DatasetDetail["errors"],
    errors_url: latest && latest.rowsFailed > 0 ? `${origin}/api/v1/datasets/${row.id}/errors.csv` : null,
    error: latest?.error ?? null,
    processed_at: latest?.completedAt ?? null,
  };
}

export const datasetTag = (row: DatasetRow) =>
  etagOf(row.id, row.revision, row.rowCount, row.status, row.updatedAt);
