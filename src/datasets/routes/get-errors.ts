import { defineRoute } from "../../http/route";
import { serveErrorsFile } from "../errors-file";
import { datasetIdParam } from "../schemas";

/** `GET /datasets/{id}/errors.csv`: rows that were not taken, to mend and upload again (N17, U36). */
export const getErrorsRoute = defineRoute(
  {
    method: "get",
    path: "/datasets/{id}/errors.csv",
    operationId: "getDatasetErrors",
    tags: ["Datasets"],
    summary: "Download the rows that were not taken",
    conditional: "file",
    request: { params: datasetIdParam },
    responses: {
      200: { description: "CSV.", content: { "text/csv": { schema: { type: "string", format: "binary" } } } },
    },
  },
  (c) => serveErrorsFile(c.get("ctx"), c.req.valid("param").id, c.req.raw),
);
