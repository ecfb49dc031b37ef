import { getTableColumns, type InferSelectModel, type Table } from "drizzle-orm";
import { reports } from "../db/schema";
import type { FoundReport, ListedReport } from "./store";

/** A row as hand-written SQL gives it. The most frequent reads do without drizzle, which writes its SQL anew each time. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** Reads rows of a table as drizzle would: its own names, JSON parsed. */
export function readerOf<T extends Table>(table: T): (row: StoredRow) => InferSelectModel<T> {
  const columns = Object.entries(getTableColumns(table));
  return (row) =>
    Object.fromEntries(
      columns.map(([key, column]) => {
        const value = row[column.name] ?? null;
        return [key, value === null ? null : column.mapFromDriverValue(value)];
      }),
    ) as InferSelectModel<T>;
}

/** What such SQL selects of `reports`. */
export const REPORT_COLUMNS = `reports.*, (SELECT u.name FROM users AS u
  WHERE u.workspace_id = reports.workspace_id AND u.id = reports.created_by) AS created_by_name`;

/** The same as `selectReport` of store.ts. Parameters: report, workspace, user. */
export const SELECT_REPORT = `SELECT ${REPORT_COLUMNS}, EXISTS (SELECT 1 FROM report_shares AS s
    WHERE s.report_id = reports.id AND s.workspace_id = reports.workspace_id AND s.user_id = ?3) AS shared_with_me
  FROM reports WHERE id = ?1 AND workspace_id = ?2 AND deleted_at IS NULL`;

const readColumns = readerOf(reports);

export const readReport = (row: StoredRow): ListedReport => ({
  ...readColumns(row),
  createdByName: (row.created_by_name as string | null) ?? null,
});

export const readFound = (row: StoredRow): FoundReport => ({
  ...readReport(row),
  sharedWithMe: Boolean(row.shared_with_me),
});
