import { cancelRunRoute } from "./cancel-run";
import { downloadReportRoute } from "./download-report";
import { generateReportRoute } from "./generate-report";
import { getRunRoute } from "./get-run";
import { listExecutionsRoute } from "./list-executions";
import { listRunsRoute } from "./list-runs";
import { makeFileRoute } from "./make-file";
import { makeLinkRoute } from "./make-link";
import { previewReportRoute } from "./preview-report";
import { reportStatusRoute } from "./report-status";
import { retryRunRoute } from "./retry-run";

export const runRoutes = [
  listRunsRoute,
  getRunRoute,
  cancelRunRoute,
  retryRunRoute,
  makeFileRoute,
  makeLinkRoute,
  generateReportRoute,
  reportStatusRoute,
  listExecutionsRoute,
  previewReportRoute,
  downloadReportRoute,
] as const;
