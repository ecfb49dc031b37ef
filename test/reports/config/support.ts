import type { DatasetRow } from "../../../src/db/schema";
import { Problem } from "../../../src/http/problem";
import type { FieldType } from "../../../src/render/document";
import type { TableDefinition } from "../../../src/reports/config/definition";
import { type Resolved, type ResolveOptions, resolveDefinition } from "../../../src/reports/config/resolve";

const TIME = "2026-11-01T00:00:00.000Z";
export const NOW = new Date("2026-11-21T12:00:00Z");

/** A dataset's row: fields by name and type, labelled by their names in words. */
export function dataset(
  id: string,
  fields: Readonly<Record<string, FieldType>>,
  facts: Partial<DatasetRow> = {},
): DatasetRow {
  return {
    id,
    workspaceId: "ws_1",
    name: `Data ${id}`,
    description: null,
    kind: "upload",
    status: "ready",
    shard: 0,
    fields: Object.entries(fields).map(([name, type]) => ({ name, label: labelOf(name), type })),
    preset: null,
    presetDetected: false,
    revision: 3,
    latestRevision: 3,
    tableId: 7,
    rowCount: 10,
    createdBy: "usr_1",
    createdAt: TIME,
    updatedAt: TIME,
    ...facts,
  };
}

export const labelOf = (name: string) =>
  name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

export const SALES = dataset("ds_sales", {
  region: "string",
  product: "string",
  sold_on: "date",
  sold_at: "datetime",
  cost: "number",
  pieces: "integer",
  paid: "boolean",
});

export const STUDENTS = dataset(
  "ds_students",
  {
    student_id: "integer",
    student_name: "string",
    student_email: "string",
    class_id: "integer",
    subject_id: "integer",
    grade: "number",
    submission_count: "integer",
    progress: "number",
    attendance: "number",
    last_submission_date: "date",
    status: "string",
  },
  { preset: "gradebook.students" },
);

export const SUBMISSIONS = dataset(
  "ds_submissions",
  {
    student_id: "integer",
    student_name: "string",
    assignment_id: "integer",
    title: "string",
    submitted_at: "datetime",
    score: "number",
    graded_at: "datetime",
    status: "string",
  },
  { preset: "gradebook.submissions" },
);

const COUNTS: Readonly<Record<string, FieldType>> = {
  total_executions: "integer",
  successful_executions: "integer",
  failed_executions: "integer",
  success_rate: "number",
  avg_runtime: "number",
};
export const EXECUTIONS = dataset(
  "ds_executions",
  { ...COUNTS, date: "date", agent_id: "string", remark: "string" },
  { preset: "metrics.executions" },
);
export const USERS = dataset(
  "ds_users",
  { date: "date", active_users: "integer" },
  { preset: "metrics.users" },
);
export const AGENTS = dataset(
  "ds_agents",
  { date: "date", agent_id: "string", agent_name: "string", ...COUNTS },
  { preset: "metrics.agents" },
);

type Config = Record<string, unknown>;
type Options = Partial<ResolveOptions>;

export const resolve = (
  config: Config,
  datasets: readonly DatasetRow[] = [SALES],
  options: Options = {},
): Resolved =>
  resolveDefinition({ name: "Report", description: null, config }, datasets, {
    now: NOW,
    workspaceId: "ws_1",
    ...options,
  });

/** The only section of a definition, a table. */
export function tableOf(
  config: Config,
  datasets?: readonly DatasetRow[],
  options?: Options,
): TableDefinition {
  const { sections } = resolve(config, datasets, options).definition;
  const [section] = sections;
  if (section?.kind !== "table" || sections.length > 1) throw new Error("not one table");
  return section;
}

/** What is wrong with a config, by path; empty when nothing is. */
export function problemsOf(
  config: Config,
  datasets?: readonly DatasetRow[],
  options?: Options,
): Readonly<Record<string, readonly string[]>> {
  try {
    resolve(config, datasets, options);
    return {};
  } catch (error) {
    if (error instanceof Problem && error.code === "validation_failed") return error.errors ?? {};
    throw error;
  }
}
