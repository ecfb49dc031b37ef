import { checkIfMatch } from "../../http/etag";
import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { datasetIdParam, datasetSchema, updateDatasetSchema } from "../schemas";
import { updateDataset } from "../update";

/** `PATCH /datasets/{id}`: its name and description. */
export const updateDatasetRoute = defineRoute(
  {
    method: "patch",
    path: "/datasets/{id}",
    operationId: "updateDataset",
    tags: ["Datasets"],
    summary: "Rename or describe a dataset",
    conditional: "write",
    request: { params: datasetIdParam, body: jsonBody(updateDatasetSchema, "What changes.") },
    responses: { 200: jsonAnswer(datasetSchema, "The changed dataset.") },
  },
  async (c) => {
    const { id } = c.req.valid("param");
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    return c.json(await updateDataset(c.get("ctx"), { id, changes: c.req.valid("json"), checkTag }), 200);
  },
);
