import type { DatasetRevisionRow, DatasetRow } from "../db/schema";
import { etagOf } from "../http/etag";
import { fieldsOf } from "./choose";
import { presetOf } from "./presets";
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
    preset: row.preset,
    preset_detected: row.presetDetected,
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
  const errors = (latest?.badRows ?? []) as DatasetDetail["errors"];
  return {
    ...datasetView(row),
    filename: latest?.filename ?? null,
    size_bytes: latest?.byteSize ?? 0,
    format: form?.format ?? null,
    sheet: form?.format === "xlsx" ? form.sheet : null,
    encoding: form && form.format !== "xlsx" ? form.encoding : null,
    delimiter: form?.format === "csv" ? form.dialect.delimiter : null,
    preset_columns: presetColumns(row),
    rows_ok: latest?.rowsOk ?? 0,
    rows_failed: latest?.rowsFailed ?? 0,
    errors,
    errors_url: latest && errors.length > 0 ? `${origin}/api/v1/datasets/${row.id}/errors.csv` : null,
    notes: [...(form?.notes ?? [])],
    error: latest?.error ?? null,
    processed_at: latest?.completedAt ?? null,
  };
}

/** The columns that the dataset's preset knows. */
function presetColumns(row: DatasetRow): DatasetDetail["preset_columns"] {
  const known = new Set(presetOf(row.preset)?.fields.map(({ name }) => name));
  return fieldsOf(row)
    .filter(({ name }) => known.has(name))
    .map(({ name, label }) => ({ column: label, field: name }));
}

export const datasetTag = (row: DatasetRow) =>
  etagOf(row.id, row.revision, row.rowCount, row.status, row.updatedAt);
