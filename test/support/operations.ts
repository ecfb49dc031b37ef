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
  generateReport: { may: "user", params: report, body: () => ({ formats: ["csv"] }) },
  getReportStatus: { may: "viewer", params: report },
  listExecutions: { may: "viewer", params: report },
  previewReport: { may: "viewer", params: report },
  downloadReport: { may: "viewer", params: (ids) => ({ ...report(ids), format: "csv" }) },
  watchReport: { may: "viewer", params: report, headers: { Accept: "text/event-stream" } },
  listRuns: { may: "viewer", query: ({ report }) => `report_id=${report}` },
  getRun: { may: "viewer", params: run },
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
  getMe: { may: "viewer" },
  getHealth: { may: "anybody" },
  downloadByLink: { may: "anybody", params: ({ link }) => ({ token: link }) },
};
