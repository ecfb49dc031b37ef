import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * The control database, as migrations/control makes it (a test compares the two).
 * Times are ISO 8601 UTC text with milliseconds. JSON columns hold what their type says.
 */

export const users = sqliteTable(
  "users",
  {
    workspaceId: text("workspace_id").notNull(),
    id: text("id").notNull(),
    name: text("name"),
    email: text("email"),
    role: text("role").notNull(),
    firstSeenAt: text("first_seen_at").notNull(),
    lastSeenAt: text("last_seen_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] })],
);

export const datasets = sqliteTable("datasets", {
  id: text("id").primaryKey(),
  workspaceId: text("workspace_id").notNull(),
  name: text("name").notNull(),
  description: text("description"),
  kind: text("kind", { enum: ["upload", "stream", "form"] }).notNull(),
  status: text("status", { enum: ["empty", "uploaded", "processing", "ready", "failed"] }).notNull(),
  shard: integer("shard").notNull().default(0),
  fields: text("fields", { mode: "json" }).$type<unknown[]>().notNull().default([]),
  /** The revision that readers see; 0 while there is none. `latestRevision` may still be in the making. */
  revision: integer("revision").notNull().default(0),
  latestRevision: integer("latest_revision").notNull().default(0),
  tableId: integer("table_id"),
  rowCount: integer("row_count").notNull().default(0),
  createdBy: text("created_by").notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const datasetRevisions = sqliteTable(
  "dataset_revisions",
  {
    datasetId: text("dataset_id").notNull(),
    revision: integer("revision").notNull(),
    workspaceId: text("workspace_id").notNull(),
    status: text("status", { enum: ["uploaded", "processing", "ready", "failed"] }).notNull(),
    uploadKey: text("upload_key"),
    filename: text("filename"),
    byteSize: integer("byte_size").notNull().default(0),
    options: text("options", { mode: "json" }).$type<Record<string, unknown>>().notNull().default({}),
    form: text("form", { mode: "json" }).$type<unknown>(),
    tableId: integer("table_id"),
    rowsOk: integer("rows_ok").notNull().default(0),
    rowsFailed: integer("rows_failed").notNull().default(0),
    badRows: text("bad_rows", { mode: "json" }).$type<unknown[]>().notNull().default([]),
    statistics: text("statistics", { mode: "json" }).$type<unknown>(),
    error: text("error", { mode: "json" }).$type<{ code: string; message: string }>(),
    attempt: integer("attempt").notNull().default(0),
    leaseUntil: text("lease_until"),
    createdBy: text("created_by").notNull(),
    createdAt: text("created_at").notNull(),
    startedAt: text("started_at"),
    completedAt: text("completed_at"),
  },
  (table) => [primaryKey({ columns: [table.datasetId, table.revision] })],
);

export interface LastExecution {
  executed_at: string;
  rows_returned: number | null;
  execution_time_ms: number | null;
  status: string;
}

export const reports = sqliteTable("reports", {
  id: text("id").primaryKey(),
  workspaceId: text("workspace_id").notNull(),
  kind: text("kind", { enum: ["built", "inline", "imported"] }).notNull(),
  uid: text("uid"),
  name: text("name").notNull(),
  description: text("description"),
  status: text("status", { enum: ["draft", "active", "archived"] }).notNull(),
  visibility: text("visibility", { enum: ["private", "workspace"] }).notNull(),
  config: text("config", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  reportType: text("report_type"),
  clientId: text("client_id"),
  datasetId: text("dataset_id"),
  sharedCount: integer("shared_count").notNull().default(0),
  versionNumber: integer("version_number").notNull().default(1),
  lastExecution: text("last_execution", { mode: "json" }).$type<LastExecution>(),
  lastGeneratedAt: text("last_generated_at"),
  lastGeneratedBy: text("last_generated_by"),
  nextScheduledRun: text("next_scheduled_run"),
  createdBy: text("created_by").notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  deletedAt: text("deleted_at"),
});

export const reportShares = sqliteTable(
  "report_shares",
  {
    reportId: text("report_id").notNull(),
    userId: text("user_id").notNull(),
    workspaceId: text("workspace_id").notNull(),
    sharedBy: text("shared_by").notNull(),
    sharedAt: text("shared_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.userId] })],
);

/** Kept by triggers; see the migration. */
export const reportCounts = sqliteTable(
  "report_counts",
  {
    workspaceId: text("workspace_id").notNull(),
    createdBy: text("created_by").notNull(),
    visibility: text("visibility").notNull(),
    status: text("status").notNull(),
    kind: text("kind").notNull(),
    isShared: integer("is_shared", { mode: "boolean" }).notNull(),
    n: integer("n").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.workspaceId,
        table.createdBy,
        table.visibility,
        table.status,
        table.kind,
        table.isShared,
      ],
    }),
  ],
);

export const reportVersions = sqliteTable(
  "report_versions",
  {
    reportId: text("report_id").notNull(),
    versionNumber: integer("version_number").notNull(),
    workspaceId: text("workspace_id").notNull(),
    changeType: text("change_type").notNull(),
    changeDescription: text("change_description").notNull(),
    config: text("config", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    runId: text("run_id"),
    rowCount: integer("row_count"),
    changedBy: text("changed_by").notNull(),
    changedAt: text("changed_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.versionNumber] })],
);

export const RUN_STATUSES = [
  "queued",
  "running",
  "retrying",
  "completed",
  "failed",
  "cancelled",
  "expired",
] as const;
export const RUN_TRIGGERS = ["manual", "schedule", "form", "retry", "api"] as const;

/** A file of a run as its row keeps it; links are made on request. */
export interface StoredFile {
  format: string;
  content_type: string;
  filename: string;
  size_bytes: number;
  sha256: string;
  rows_written: number;
  rows_total: number;
  truncated: boolean;
}

export interface RunError {
  code: string;
  message: string;
  retryable: boolean;
}

export interface ResultSummary {
  field_count: number;
  has_chart: boolean;
  filter_count: number;
  section_count: number;
}

export const runs = sqliteTable("runs", {
  id: text("id").primaryKey(),
  workspaceId: text("workspace_id").notNull(),
  reportId: text("report_id").notNull(),
  reportName: text("report_name").notNull(),
  versionNumber: integer("version_number"),
  trigger: text("trigger", { enum: RUN_TRIGGERS }).notNull(),
  status: text("status", { enum: RUN_STATUSES }).notNull(),
  reason: text("reason"),
  error: text("error", { mode: "json" }).$type<RunError>(),
  attempt: integer("attempt").notNull().default(0),
  maxAttempts: integer("max_attempts").notNull(),
  percent: integer("percent").notNull().default(0),
  stage: text("stage").notNull().default("queued"),
  rowsDone: integer("rows_done").notNull().default(0),
  rowsTotal: integer("rows_total"),
  rowsReturned: integer("rows_returned"),
  truncated: integer("truncated", { mode: "boolean" }).notNull().default(false),
  formats: text("formats", { mode: "json" }).$type<string[]>().notNull(),
  files: text("files", { mode: "json" }).$type<StoredFile[]>().notNull().default([]),
  frozen: text("frozen", { mode: "json" }).$type<unknown>().notNull(),
  resultSummary: text("result_summary", { mode: "json" }).$type<ResultSummary>().notNull(),
  generatedBy: text("generated_by").notNull(),
  executedByName: text("executed_by_name"),
  executionTimeMs: integer("execution_time_ms"),
  availableAt: text("available_at").notNull(),
  leaseUntil: text("lease_until"),
  createdAt: text("created_at").notNull(),
  startedAt: text("started_at"),
  completedAt: text("completed_at"),
  expiresAt: text("expires_at"),
});

export const auditLog = sqliteTable("audit_log", {
  id: text("id").primaryKey(),
  workspaceId: text("workspace_id").notNull(),
  actorId: text("actor_id").notNull(),
  action: text("action").notNull(),
  targetId: text("target_id").notNull(),
  requestId: text("request_id").notNull(),
  at: text("at").notNull(),
});

export type UserRow = typeof users.$inferSelect;
export type DatasetRow = typeof datasets.$inferSelect;
export type DatasetRevisionRow = typeof datasetRevisions.$inferSelect;
export type ReportRow = typeof reports.$inferSelect;
export type RunRow = typeof runs.$inferSelect;
