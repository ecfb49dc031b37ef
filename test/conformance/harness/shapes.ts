/** The parts of the API's resources that this suite looks at, by DESIGN's names. */

export type Format = "json" | "csv" | "html" | "pdf" | "xlsx" | "docx";
export const FORMATS: readonly Format[] = ["json", "csv", "html", "pdf", "xlsx", "docx"];

export type Cell = string | number | boolean | null;
export type Row = Record<string, Cell>;

export interface Page<T> {
  readonly items: T[];
  readonly total: number;
  readonly page: number;
  readonly page_size: number;
  readonly pages: number;
  readonly next_cursor: string | null;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: "string" | "number" | "integer" | "boolean" | "date" | "datetime";
  readonly format?: string;
}

export interface BadRow {
  readonly row: number;
  readonly line: number;
  readonly column: string | null;
  readonly value: string | null;
  readonly code: string;
  readonly message: string;
}

export interface Dataset {
  readonly id: string;
  readonly name: string;
  readonly status: "empty" | "uploaded" | "processing" | "ready" | "failed";
  readonly fields: Field[];
  readonly revision: number;
  readonly row_count: number;
  readonly rows_ok: number;
  readonly rows_failed: number;
  readonly errors: BadRow[];
  readonly errors_url: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly encoding: string | null;
  readonly delimiter: string | null;
}

export interface Report {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly config: Record<string, unknown>;
  readonly version_number: number;
  readonly created_by: string;
  readonly updated_at: string;
}

export interface File {
  readonly format: Format;
  readonly content_type: string;
  readonly filename: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly rows_written: number;
  readonly rows_total: number;
  readonly truncated: boolean;
  readonly download_url: string;
}

export interface Run {
  readonly id: string;
  readonly task_id: string;
  readonly report_id: string;
  readonly version_number: number | null;
  readonly trigger: "manual" | "schedule" | "form" | "retry" | "api";
  readonly retry_of: string | null;
  readonly schedule_id: string | null;
  readonly status: "queued" | "running" | "retrying" | "completed" | "failed" | "cancelled" | "expired";
  readonly reason: string | null;
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
  readonly attempt: number;
  readonly progress: { readonly percent: number; readonly stage: string };
  readonly formats: Format[];
  readonly files: File[];
  readonly rows_returned: number | null;
  readonly rows_total: number | null;
  readonly truncated: boolean;
  readonly cached: boolean;
  readonly coalesced: boolean;
  readonly completed_at: string | null;
  readonly status_url: string;
  readonly live_url: string;
  readonly download_urls: Partial<Record<Format, string>>;
}

/** What `async: false` answers. */
export interface Generated extends Run {
  readonly report_name: string;
  readonly config: Record<string, unknown>;
  readonly fields: string[];
  readonly data: Row[];
  readonly data_truncated: boolean;
  readonly row_count: number;
  readonly chart: { readonly type: string; readonly labels: Cell[]; readonly datasets: ChartSeries[] } | null;
  readonly generated_at: string;
}

export interface ChartSeries {
  readonly label: string;
  readonly data: (number | null)[];
}

export interface Status {
  readonly report_id: string;
  readonly task_id: string | null;
  readonly task_state: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE";
  readonly message: string;
  readonly download_urls: Partial<Record<Format, string>>;
  readonly html_url: string | null;
  readonly pdf_url: string | null;
  readonly run: Run | null;
}

/** Of `/datasets/{id}/statistics`, per field. */
export interface FieldStatistics {
  readonly count: number;
  readonly nulls: number;
  readonly distinct: number;
  readonly min: Cell;
  readonly max: Cell;
  readonly mean: number | null;
  readonly sum: number | null;
  readonly top: { readonly value: Cell; readonly count: number }[];
}

export interface Schedule {
  readonly id: string;
  readonly report_id: string;
  readonly time_zone: string;
  readonly deliveries: unknown[];
  readonly unsubscribed: string[];
  readonly status: "active" | "paused" | "ended";
  readonly next_run: string | null;
  readonly next_run_local: string | null;
  readonly last_run: {
    readonly run_id: string | null;
    readonly status: string;
    readonly reason: string | null;
  } | null;
  readonly consecutive_failures: number;
  readonly paused: boolean;
  readonly paused_reason: string | null;
  readonly paused_message: string | null;
  readonly created_by: string;
}

export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly events: string[];
  readonly enabled: boolean;
  /** In the answer that makes it, and in no other. */
  readonly secret?: string;
}

/** Of a webhook's or a schedule's log. */
export interface Delivery {
  readonly id: string;
  readonly kind: "webhook" | "email";
  readonly target: string;
  readonly event: string;
  readonly subject_id: string;
  readonly status: "pending" | "delivered" | "failed" | "skipped";
  readonly attempts: number;
  readonly response_code: number | null;
  readonly error: string | null;
  readonly next_at: string | null;
}
