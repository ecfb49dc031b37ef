import { jsonAnswer } from "../../http/json-content";
import { pageSchema } from "../../http/paging";
import { defineRoute } from "../../http/route";
import { listRuns, listRunsQuery } from "../list";
import { runSchema } from "../schemas";

/** `GET /runs`: runs of the reports that the caller may view, newest first. */
export const listRunsRoute = defineRoute(
  {
    method: "get",
    path: "/runs",
    operationId: "listRuns",
    tags: ["Runs"],
    summary: "List runs",
    request: { query: listRunsQuery },
    responses: { 200: jsonAnswer(pageSchema(runSchema, "RunPage"), "A page of runs.") },
  },
  async (c) => c.json(await listRuns(c.get("ctx"), c.req.valid("query")), 200),
);
