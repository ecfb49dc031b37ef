import type { Ids } from "./security-fixture";

export interface Enrolment {
  /**
   * Who may do it: `anybody` needs no token; `viewer` and `editor` name the least role in the workspace;
   * `owner` is whoever made it, or an admin; `user` is owner, admin or whom it is shared with.
   */
  readonly may: "anybody" | "viewer" | "editor" | "owner" | "user" | "admin";
  /** Values of the path's parameters. */
  readonly params?: (ids: Ids) => Record<string, string>;
  readonly query?: (ids: Ids) => string;
  readonly body?: (ids: Ids) => unknown;
  readonly headers?: Record<string, string>;
  /** Leaves nothing for the next check, so that it needs a workspace of its own when it succeeds. */
  readonly destroys?: true;
}

const dataset = ({ dataset }: Ids) => ({ id: dataset });
const spare = ({ spare }: Ids) => ({ id: spare });
const report = ({ report }: Ids) => ({ id: report });
const run = ({ run }: Ids) => ({ id: run });
const definition = ({ dataset }: Ids) => ({
  name: "New",
  visibility: "workspace",
  config: { dataset, fields: ["grade"] },
});
const schedule = ({ schedule }: Ids) => ({ id: schedule });
const daily = { frequency: "daily", schedule_time: "09:00", time_zone: "Europe/Berlin" };
const webhook = ({ webhook }: Ids) => ({ id: webhook });
const WEBHOOK = { url: "https://hooks.example.com/reports", events: ["run.completed"] };
const ownTemplate = ({ template }: Ids) => ({ id: template });
const template = () => ({ name: "New", base_config: { fields: ["grade"] } });
const CSV = { "Content-Type": "text/csv" };
const ROWS = "student_id,grade\n011,7\n";

/** How to call each operation of the API, by operationId. A new operation must be added here. */
export const OPERATIONS: Readonly<Record<string, Enrolment>> = {
  listReports: { may: "viewer" },
  createReport: { may: "editor", body: definition },
  getReport: { may: "viewer", params: report },
  updateReport: { may: "owner", params: report, body: () => ({ name: "Renamed" }) },
  replaceReport: { may: "owner", params: report, body: definition },
  deleteReport: { may: "owner", params: report, destroys: true },
  restoreReport: { may: "owner", params: ({ deleted }) => ({ id: deleted }), destroys: true },
  softDeleteReport: { may: "owner", params: report, destroys: true },
  shareReport: { may: "owner", params: report, body: () => ({ user_ids: ["admin"] }) },
  unshareReport: { may: "owner", params: report, body: () => ({ user_ids: ["admin"] }) },
  listReportVersions: { may: "viewer", params: report },
  getReportVersion: { may: "viewer", params: (ids) => ({ ...report(ids), version: "1" }) },
  diffReportVersions: { may: "viewer", params: (ids) => ({ ...report(ids), version: "1", other: "2" }) },
  restoreReportVersion: { may: "owner", params: (ids) => ({ ...report(ids), version: "1" }) },
  generateInlineReport: { may: "editor", body: () => ({ title: "New", data: { a: 1 } }) },
  previewConfig: { may: "editor", body: ({ dataset }) => ({ config: { dataset, fields: ["grade"] } }) },
  editReport: { may: "owner", params: report, body: () => ({ generated_data: [{ grade: 7 }] }) },
  generateReport: { may: "user", params: report, body: () => ({ formats: ["csv"] }) },
  getReportStatus: { may: "viewer", params: report },
  listExecutions: { may: "viewer", params: report },
  previewReport: { may: "viewer", params: report },
  downloadReport: { may: "viewer", params: (ids) => ({ ...report(ids), format: "csv" }) },
  watchReport: { may: "viewer", params: report, headers: { Accept: "text/event-stream" } },
  listRuns: { may: "viewer", query: ({ report }) => `report_id=${report}` },
  getRun: { may: "viewer", params: run },
  retryRun: { may: "user", params: ({ failedRun }) => ({ id: failedRun }) },
  cancelRun: { may: "owner", params: run },
  makeRunFile: { may: "viewer", params: run, body: () => ({ format: "csv" }) },
  makeFileLink: { may: "viewer", params: (ids) => ({ ...run(ids), format: "csv" }), body: () => ({}) },
  listSchedules: { may: "viewer" },
  createSchedule: { may: "owner", body: ({ report }) => ({ report_id: report, ...daily }) },
  upsertSchedule: { may: "owner", params: (ids) => ({ ...report(ids), key: "daily" }), body: () => daily },
  pauseSchedules: { may: "viewer", body: ({ schedule }) => ({ ids: [schedule] }) },
  resumeSchedules: { may: "viewer", body: ({ schedule }) => ({ ids: [schedule] }) },
  getSchedule: { may: "owner", params: schedule },
  updateSchedule: { may: "owner", params: schedule, body: () => ({ name: "Renamed" }) },
  replaceSchedule: { may: "owner", params: schedule, body: () => daily },
  deleteSchedule: { may: "owner", params: schedule, destroys: true },
  pauseSchedule: { may: "owner", params: schedule },
  resumeSchedule: { may: "owner", params: schedule },
  runSchedule: { may: "owner", params: schedule },
  listNextRuns: { may: "owner", params: schedule },
  listScheduleHistory: { may: "owner", params: schedule },
  listScheduleDeliveries: { may: "owner", params: schedule },
  listDatasets: { may: "viewer" },
  createDataset: { may: "editor", body: () => ({ name: "New" }) },
  uploadDataset: { may: "editor", query: () => "name=New", body: () => ROWS, headers: CSV },
  getDataset: { may: "viewer", params: dataset },
  updateDataset: { may: "owner", params: dataset, body: () => ({ name: "Renamed" }) },
  deleteDataset: { may: "owner", params: spare, destroys: true },
  listRows: { may: "viewer", params: dataset },
  appendRows: { may: "owner", params: spare, body: () => ROWS, headers: CSV },
  replaceRows: { may: "owner", params: spare, body: () => ROWS, headers: CSV },
  getDatasetStatistics: { may: "viewer", params: dataset },
  getDatasetErrors: { may: "viewer", params: dataset },
  listPresets: { may: "viewer" },
  listTemplates: { may: "viewer" },
  createTemplate: { may: "editor", body: template },
  getTemplate: { may: "viewer", params: ownTemplate },
  replaceTemplate: { may: "owner", params: ownTemplate, body: template },
  updateTemplate: { may: "owner", params: ownTemplate, body: () => ({ name: "Renamed" }) },
  deleteTemplate: { may: "owner", params: ownTemplate, destroys: true },
  cloneTemplate: { may: "editor", params: ownTemplate, body: ({ dataset }) => ({ name: "New", dataset }) },
  cloneReport: { may: "editor", params: report, body: () => ({ name: "New" }) },
  listWebhooks: { may: "admin" },
  createWebhook: { may: "admin", body: () => WEBHOOK },
  getWebhook: { may: "admin", params: webhook },
  updateWebhook: { may: "admin", params: webhook, body: () => ({ description: "Renamed" }) },
  replaceWebhook: { may: "admin", params: webhook, body: () => WEBHOOK },
  deleteWebhook: { may: "admin", params: webhook, destroys: true },
  rotateWebhookSecret: { may: "admin", params: webhook },
  listWebhookDeliveries: { may: "admin", params: webhook },
  resendDelivery: { may: "admin", params: ({ webhook, delivery }) => ({ id: webhook, did: delivery }) },
  getMe: { may: "viewer" },
  getHealth: { may: "anybody" },
  getDatabaseHealth: { may: "viewer" },
  getWorkerHealth: { may: "viewer" },
  getDetailedHealth: { may: "viewer" },
  askUnsubscribe: { may: "anybody", params: ({ unsubscribe }) => ({ token: unsubscribe }) },
  unsubscribe: { may: "anybody", params: ({ unsubscribe }) => ({ token: unsubscribe }) },
  downloadByLink: { may: "anybody", params: ({ link }) => ({ token: link }) },
};
