import { createReportRoute } from "./create-report";
import { deleteReportRoute } from "./delete-report";
import { getReportRoute } from "./get-report";
import { listReportsRoute } from "./list-reports";
import { replaceReportRoute } from "./replace-report";
import { restoreReportRoute } from "./restore-report";
import { updateReportRoute } from "./update-report";

/** Static paths first: the first route that fits answers. */
export const reportRoutes = [
  listReportsRoute,
  createReportRoute,
  getReportRoute,
  updateReportRoute,
  replaceReportRoute,
  deleteReportRoute,
  restoreReportRoute,
] as const;
