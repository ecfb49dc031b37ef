// A library of many reports, written by SQL: making them by the API would take longer than measuring them.
import { ADMIN, WORKSPACE } from "./product.mjs";

const CHUNK = 5_000;
/** Runs carry a frozen copy of what was asked for; a bound text may have 2 MB. */
const RUN_CHUNK = 250;
const OWNERS = 50;
/** Every so manieth report has runs, this many. */
const WITH_RUNS = 500;
const RUNS_EACH = 20;
const SHARED_WITH_VIEWER = 200;

const REPORT_COLUMNS =
  "id workspace_id kind name description status visibility config dataset_id shared_count version_number last_execution last_generated_at last_generated_by created_by created_at updated_at".split(
    " ",
  );
const RUN_COLUMNS =
  "id workspace_id report_id report_name version_number trigger status attempt max_attempts percent stage rows_done rows_total rows_returned truncated formats files frozen result_summary generated_by executed_by_name execution_time_ms available_at created_at started_at completed_at".split(
    " ",
  );

/**
 * Adds `count` reports of 50 owners to the workspace, some with runs, some shared.
 * @param {{ id: string, config: object, dataset: string, run: object }} sample a real report and a run of it
 * @returns {Promise<string[]>} the ids, oldest first
 */
export async function fillReports({ database }, count, viewer, sample) {
  const control = await database("DB");
  await insert(
    control,
    "users",
    ["workspace_id", "id", "name", "role", "first_seen_at", "last_seen_at"],
    owners(),
  );
  const ids = Array.from({ length: count }, (_, at) => idOf(at));
  // The lists of a report are made with it, and from its shares.
  const shares = ids
    .filter((_, at) => at % (count / SHARED_WITH_VIEWER) === 0)
    .map((id) => [id, viewer, WORKSPACE, ADMIN, time(0)]);
  await insert(
    control,
    "report_shares",
    ["report_id", "user_id", "workspace_id", "shared_by", "shared_at"],
    shares,
  );
  await insert(
    control,
    "reports",
    REPORT_COLUMNS,
    ids.map((_, at) => reportRow(at, sample)),
  );
  const runs = ids
    .filter((_, at) => at % WITH_RUNS === 0)
    .flatMap((id) => Array.from({ length: RUNS_EACH }, (_, at) => runRow(id, at, sample)));
  await insert(control, "runs", RUN_COLUMNS, runs, RUN_CHUNK);
  return ids;
}

async function insert(database, table, columns, rows, chunk = CHUNK) {
  for (let start = 0; start < rows.length; start += chunk) {
    const values = columns.map((_, at) => `value ->> ${at}`).join(", ");
    const names = columns.map((name) => `"${name}"`).join(", ");
    await database
      .prepare(`INSERT OR IGNORE INTO ${table} (${names}) SELECT ${values} FROM json_each(?)`)
      .bind(JSON.stringify(rows.slice(start, start + chunk)))
      .run();
  }
}

/** The year before the benchmark's own reports, so that those are the newest. */
const time = (n) => new Date(Date.UTC(2025, 0, 1) + n * 60_000).toISOString();
const padded = (n) => String(n).padStart(26, "0");
const idOf = (n) => `rep_${padded(n)}`;
const owner = (n) => `owner-${n % OWNERS}`;
const owners = () =>
  Array.from({ length: OWNERS }, (_, n) => [WORKSPACE, owner(n), `Owner ${n}`, "editor", time(0), time(0)]);

function reportRow(n, { config, dataset }) {
  const execution = JSON.stringify({
    executed_at: time(n),
    rows_returned: 100,
    execution_time_ms: 40,
    status: "completed",
  });
  const status = ["active", "active", "draft", "archived"][n % 4];
  const visibility = n % 5 === 0 ? "workspace" : "private";
  const what = [
    `Report ${n} of ${["sales", "stock", "grades", "costs"][n % 4]}`,
    "Made by the benchmark to fill a library",
  ];
  const generated = [execution, time(n), owner(n)];
  return [
    idOf(n),
    WORKSPACE,
    "built",
    ...what,
    status,
    visibility,
    JSON.stringify(config),
    dataset,
    n % 10 === 0 ? 1 : 0,
    2,
    ...generated,
    owner(n),
    time(n),
    time(n),
  ];
}

function runRow(reportId, n, { run }) {
  const id = `run_${reportId.slice(-20)}${String(n).padStart(6, "0")}`;
  const counts = [100, "completed", 100, 100, 100, 0];
  const texts = [run.formats, run.files, run.frozen, run.result_summary];
  return [
    id,
    WORKSPACE,
    reportId,
    "A report",
    2,
    "manual",
    "completed",
    1,
    4,
    ...counts,
    ...texts,
    ADMIN,
    "Ada Admin",
    40,
    time(n),
    time(n),
    time(n),
    time(n),
  ];
}
