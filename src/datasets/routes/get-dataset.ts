import { answerWithEtag } from "../../http/etag";
import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { getDataset } from "../get";
import { datasetDetailSchema, datasetIdParam } from "../schemas";

/** `GET /datasets/{id}`: its fields, and what came of its newest import (E33). */
export const getDatasetRoute = defineRoute(
  {
    method: "get",
    path: "/datasets/{id}",
    operationId: "getDataset",
    tags: ["Datasets"],
    summary: "Get a dataset",
    conditional: "read",
    request: { params: datasetIdParam },
    responses: { 200: jsonAnswer(datasetDetailSchema, "The dataset.") },
  },
  async (c) => {
    const { dataset, tag } = await getDataset(c.get("ctx"), c.req.valid("param").id);
    return answerWithEtag(c, dataset, tag);
  },
);
