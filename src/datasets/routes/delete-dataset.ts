import { checkIfMatch } from "../../http/etag";
import { defineRoute } from "../../http/route";
import { deleteDataset } from "../delete";
import { datasetIdParam } from "../schemas";

/** `DELETE /datasets/{id}`: with its rows; 409 while reports use it. */
export const deleteDatasetRoute = defineRoute(
  {
    method: "delete",
    path: "/datasets/{id}",
    operationId: "deleteDataset",
    tags: ["Datasets"],
    summary: "Delete a dataset and its rows",
    conditional: "write",
    problems: ["conflict"],
    request: { params: datasetIdParam },
    responses: { 204: { description: "It is gone." } },
  },
  async (c) => {
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    await deleteDataset(c.get("ctx"), { id: c.req.valid("param").id, checkTag });
    return c.body(null, 204);
  },
);
