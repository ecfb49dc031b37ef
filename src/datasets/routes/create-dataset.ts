import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { createDataset } from "../create";
import { createDatasetSchema, datasetSchema } from "../schemas";

/** `POST /datasets`: an empty dataset, to be filled by the API. */
export const createDatasetRoute = defineRoute(
  {
    method: "post",
    path: "/datasets",
    operationId: "createDataset",
    tags: ["Datasets"],
    summary: "Create an empty dataset",
    request: { body: jsonBody(createDatasetSchema, "Its name and, if known, its fields.") },
    responses: { 201: jsonAnswer(datasetSchema, "The dataset.") },
  },
  async (c) => {
    const dataset = await createDataset(c.get("ctx"), c.req.valid("json"));
    return c.json(dataset, 201, { Location: `/api/v1/datasets/${dataset.id}` });
  },
);
