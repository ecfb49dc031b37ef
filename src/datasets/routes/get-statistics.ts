import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { datasetStatistics } from "../get-statistics";
import { datasetIdParam, statisticsSchema } from "../schemas";

/** `GET /datasets/{id}/statistics`: per field, over all rows. */
export const getStatisticsRoute = defineRoute(
  {
    method: "get",
    path: "/datasets/{id}/statistics",
    operationId: "getDatasetStatistics",
    tags: ["Datasets"],
    summary: "Statistics of a dataset's fields",
    request: { params: datasetIdParam },
    responses: { 200: jsonAnswer(statisticsSchema, "Statistics by field.") },
  },
  async (c) => c.json(await datasetStatistics(c.get("ctx"), c.req.valid("param").id), 200),
);
