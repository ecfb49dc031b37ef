import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { listPresets, presetListSchema } from "../presets/view";

/** `GET /presets`: the known kinds of data with their fields, filters and templates (B7, A27). */
export const listPresetsRoute = defineRoute(
  {
    method: "get",
    path: "/presets",
    operationId: "listPresets",
    tags: ["Datasets"],
    summary: "List the known kinds of data",
    request: {},
    responses: { 200: jsonAnswer(presetListSchema, "Every preset.") },
  },
  (c) => c.json(listPresets(), 200),
);
