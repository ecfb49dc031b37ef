import { cloneReportRoute } from "./clone-report";
import { createReportRoute } from "./create-report";
import { deleteReportRoute } from "./delete-report";
import { diffVersionsRoute } from "./diff-versions";
import { editReportRoute } from "./edit-report";
import { generateInlineReportRoute } from "./generate-inline-report";
import { getReportRoute } from "./get-report";
import { getVersionRoute } from "./get-version";
import { listReportsRoute } from "./list-reports";
import { listVersionsRoute } from "./list-versions";
import { previewConfigRoute } from "./preview-config";
import { replaceReportRoute } from "./replace-report";
import { restoreReportRoute } from "./restore-report";
import { restoreVersionRoute } from "./restore-version";
import { shareReportRoute } from "./share-report";
import { softDeleteReportRoute } from "./soft-delete-report";
import { unshareReportRoute } from "./unshare-report";
import { updateReportRoute } from "./update-report";

export const reportRoutes = [
  listReportsRoute,
  createReportRoute,
  generateInlineReportRoute,
  previewConfigRoute,
  getReportRoute,
  updateReportRoute,
  replaceReportRoute,
  editReportRoute,
  deleteReportRoute,
  restoreReportRoute,
  cloneReportRoute,
  softDeleteReportRoute,
  shareReportRoute,
  unshareReportRoute,
  listVersionsRoute,
  getVersionRoute,
  diffVersionsRoute,
  restoreVersionRoute,
] as const;
