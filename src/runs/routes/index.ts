import { downloadReportRoute } from "./download-report";
import { generateReportRoute } from "./generate-report";
import { getRunRoute } from "./get-run";
import { listExecutionsRoute } from "./list-executions";
import { listRunsRoute } from "./list-runs";
import { previewReportRoute } from "./preview-report";
import { reportStatusRoute } from "./report-status";

/** Static paths first: the first route that fits answers. */
export const runRoutes = [
  listRunsRoute,
  getRunRoute,
  generateReportRoute,
  reportStatusRoute,
  listExecutionsRoute,
  previewReportRoute,
  downloadReportRoute,
] as const;
