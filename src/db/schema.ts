import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Format } from "../render/renderer";

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
  /** The known kind of data that this is, and whether its headers told so or somebody said so. */
  preset: text("preset"),
  presetDetected: integer("preset_detected", { mode: "boolean" }).notNull().default(false),
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
    /** Superseded: ended, and of no use since a newer one has ended too; the tick removes it. */
    status: text("status", { enum: ["uploaded", "processing", "ready", "failed", "superseded"] }).notNull(),
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
  /** One a section, null for a section without one; `datasetId` is the first of them. */
  datasetIds: text("dataset_ids", { mode: "json" }).$type<(string | null)[]>().notNull().default([]),
  /** Inline reports: where the data that came with them lies in R2 (src/runs/given.ts). */
  dataKey: text("data_key"),
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

/** Templates that people of a workspace made; system templates are code. */
export const templates = sqliteTable("templates", {
  id: text("id").primaryKey(),
  workspaceId: text("workspace_id").notNull(),
  name: text("name").notNull(),
  description: text("description"),
  templateType: text("template_type").notNull(),
  baseConfig: text("base_config", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

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
    /** From here on: of the report at that time. */
    name: text("name").notNull(),
    description: text("description"),
    datasetIds: text("dataset_ids", { mode: "json" }).$type<(string | null)[]>().notNull(),
    dataKey: text("data_key"),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.versionNumber] })],
);

/** Reports that are gone for good while some of what their runs stored is still there. */
export const reportPurges = sqliteTable("report_purges", {
  reportId: text("report_id").primaryKey(),
  workspaceId: text("workspace_id").notNull(),
  /** When to go on with it. */
  dueAt: text("due_at").notNull(),
});

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
  format: Format;
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
  formats: text("formats", { mode: "json" }).$type<Format[]>().notNull(),
  files: text("files", { mode: "json" }).$type<StoredFile[]>().notNull().default([]),
  frozen: text("frozen", { mode: "json" }).$type<unknown>().notNull(),
  /** What makes two runs the same (src/runs/reuse.ts); null when it is never to be reused. */
  fingerprint: text("fingerprint"),
  resultSummary: text("result_summary", { mode: "json" }).$type<ResultSummary>().notNull(),
  generatedBy: text("generated_by").notNull(),
  executedByName: text("executed_by_name"),
  executionTimeMs: integer("execution_time_ms"),
  availableAt: text("available_at").notNull(),
  leaseUntil: text("lease_until"),
  attemptStartedAt: text("attempt_started_at"),
  /** The first run of a chain of manual retries, and which retry of it this is. */
  retryOf: text("retry_of"),
  retryNumber: integer("retry_number").notNull().default(0),
  scheduleId: text("schedule_id"),
  /** The planned time that this run of a schedule is for. */
  slot: text("slot"),
  /** When what a failed, cancelled or expired run had stored was removed. */
  cleanedAt: text("cleaned_at"),
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

/** What there is news of; webhooks listen to any of these. */
export const NEWS_EVENTS = [
  "run.completed",
  "run.failed",
  "run.cancelled",
  "dataset.ready",
  "dataset.failed",
  "schedule.paused",
  "schedule.failed",
] as const;

export const webhooks = sqliteTable("webhooks", {
  id: text("id").primaryKey(),
  workspaceId: text("workspace_id").notNull(),
  url: text("url").notNull(),
  description: text("description"),
  events: text("events", { mode: "json" }).$type<(typeof NEWS_EVENTS)[number][]>().notNull(),
  /** Sealed JSON, and sealed secrets: see src/http/sealed.ts. */
  headers: text("headers").notNull(),
  enabled: integer("enabled", { mode: "boolean" }).notNull(),
  disabledReason: text("disabled_reason"),
  secret: text("secret").notNull(),
  previousSecret: text("previous_secret"),
  previousUntil: text("previous_until"),
  failingSince: text("failing_since"),
  origin: text("origin").notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const DELIVERY_STATUSES = ["held", "pending", "sending", "delivered", "failed", "skipped"] as const;

export const deliveries = sqliteTable("deliveries", {
  id: text("id").primaryKey(),
  workspaceId: text("workspace_id").notNull(),
  kind: text("kind", { enum: ["webhook", "email"] }).notNull(),
  /** A webhook's id, or an e-mail address. */
  target: text("target").notNull(),
  event: text("event").notNull(),
  subjectId: text("subject_id").notNull(),
  occasion: text("occasion").notNull().default(""),
  scheduleId: text("schedule_id"),
  /** The text of a webhook's body, the same in every try. */
  payload: text("payload").notNull(),
  /** `held` waits for the schedule's send condition. */
  status: text("status", { enum: DELIVERY_STATUSES }).notNull(),
  attempt: integer("attempt").notNull().default(0),
  /** When it is due, or when its sender's lease ends; null once it has ended. */
  nextAt: text("next_at"),
  responseCode: integer("response_code"),
  responseBody: text("response_body"),
  durationMs: integer("duration_ms"),
  error: text("error"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const unsubscribes = sqliteTable(
  "unsubscribes",
  {
    workspaceId: text("workspace_id").notNull(),
    scheduleId: text("schedule_id").notNull(),
    recipient: text("recipient").notNull(),
    at: text("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.scheduleId, table.recipient] })],
);

export type WebhookRow = typeof webhooks.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferSelect;
/** Queue messages that were given up. */
export const deadLetters = sqliteTable("dead_letters", {
  id: text("id").primaryKey(),
  workspaceId: text("workspace_id"),
  kind: text("kind").notNull(),
  subjectId: text("subject_id").notNull(),
  at: text("at").notNull(),
});

/** How far the walk over all stored objects has come; one row. */
export const objectWalk = sqliteTable("object_walk", {
  prefix: text("prefix").primaryKey(),
  cursor: text("cursor"),
});

export type DatasetRow = typeof datasets.$inferSelect;
export type DatasetRevisionRow = typeof datasetRevisions.$inferSelect;
export type TemplateRow = typeof templates.$inferSelect;
export type ReportVersionRow = typeof reportVersions.$inferSelect;
export type ReportRow = typeof reports.$inferSelect;
export type RunRow = typeof runs.$inferSelect;

export const MISFIRES = ["run_once", "skip"] as const;
export const OVERLAPS = ["skip", "queue"] as const;
export const SEND_CONDITIONS = ["if_rows", "if_no_rows", "if_changed"] as const;
export const PAUSE_REASONS = ["paused_by_user", "permission_lost", "report_deleted", "failing"] as const;
export const SLOT_OUTCOMES = ["fired", "missed", "overlap", "refused", "permission_lost"] as const;

/** Who gets what a schedule makes. */
export type ScheduleDelivery =
  | {
      readonly type: "email";
      readonly to: readonly string[];
      readonly subject?: string | undefined;
      readonly message?: string | undefined;
    }
  | { readonly type: "webhook"; readonly webhook_id: string };

/** See migrations/control/0003_schedules.sql and migrations/control/0010_schedule_keys.sql for what each column means. */
export const schedules = sqliteTable("schedules", {
  id: text("id").primaryKey(),
  workspaceId: text("workspace_id").notNull(),
  reportId: text("report_id").notNull(),
  key: text("key"),
  name: text("name"),
  fromConfig: integer("from_config", { mode: "boolean" }).notNull().default(false),
  /** As src/schedules/recurrence.ts has it. */
  recurrence: text("recurrence", { mode: "json" }).$type<unknown>().notNull(),
  formats: text("formats", { mode: "json" }).$type<Format[]>(),
  filters: text("filters", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  filenameTemplate: text("filename_template"),
  misfire: text("misfire", { enum: MISFIRES }).notNull(),
  overlap: text("overlap", { enum: OVERLAPS }).notNull(),
  sendIf: text("send_if", { enum: SEND_CONDITIONS }),
  deliveries: text("deliveries", { mode: "json" }).$type<ScheduleDelivery[]>().notNull(),
  nextRun: text("next_run"),
  paused: integer("paused", { mode: "boolean" }).notNull().default(false),
  pausedReason: text("paused_reason", { enum: PAUSE_REASONS }),
  pausedMessage: text("paused_message"),
  failures: integer("failures").notNull().default(0),
  lastSentHash: text("last_sent_hash"),
  origin: text("origin").notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const scheduleSlots = sqliteTable(
  "schedule_slots",
  {
    scheduleId: text("schedule_id").notNull(),
    slot: text("slot").notNull(),
    outcome: text("outcome", { enum: SLOT_OUTCOMES }).notNull(),
    runId: text("run_id"),
    note: text("note"),
    claim: text("claim").notNull(),
    at: text("at").notNull(),
    settled: text("settled"),
  },
  (table) => [primaryKey({ columns: [table.scheduleId, table.slot] })],
);

export type ScheduleRow = typeof schedules.$inferSelect;
export type SlotRow = typeof scheduleSlots.$inferSelect;
