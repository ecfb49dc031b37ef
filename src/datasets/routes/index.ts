import { appendRowsRoute } from "./append-rows";
import { createDatasetRoute } from "./create-dataset";
import { deleteDatasetRoute } from "./delete-dataset";
import { getDatasetRoute } from "./get-dataset";
import { getErrorsRoute } from "./get-errors";
import { getStatisticsRoute } from "./get-statistics";
import { listDatasetsRoute } from "./list-datasets";
import { listPresetsRoute } from "./list-presets";
import { listRowsRoute } from "./list-rows";
import { replaceRowsRoute } from "./replace-rows";
import { updateDatasetRoute } from "./update-dataset";
import { uploadDatasetRoute } from "./upload-dataset";

export const datasetRoutes = [
  listDatasetsRoute,
  createDatasetRoute,
  uploadDatasetRoute,
  getDatasetRoute,
  updateDatasetRoute,
  deleteDatasetRoute,
  listRowsRoute,
  appendRowsRoute,
  replaceRowsRoute,
  getStatisticsRoute,
  getErrorsRoute,
  listPresetsRoute,
] as const;
