import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { previewConfig } from "../preview";
import { previewRequestSchema, previewSchema } from "../preview-schemas";

/** `POST /reports/preview`: a dry run of a config (A17, E31). */
export const previewConfigRoute = defineRoute(
  {
    method: "post",
    path: "/reports/preview",
    operationId: "previewConfig",
    tags: ["Reports"],
    summary: "Try a config out",
    description:
      "Checks a config and gives its first rows, its chart and how many rows there are. Stores nothing.",
    problems: ["conflict"],
    request: { body: jsonBody(previewRequestSchema, "The config.") },
    responses: { 200: jsonAnswer(previewSchema, "What a run would show.") },
  },
  async (c) => c.json(await previewConfig(c.get("ctx"), c.req.valid("json")), 200),
);
