import { jsonAnswer, jsonBody } from "../../../http/json-content";
import { defineRoute } from "../../../http/route";
import { createTemplate } from "../create";
import { createTemplateSchema, templateSchema } from "../schemas";

/** `POST /templates`: a template for everyone in the workspace. */
export const createTemplateRoute = defineRoute(
  {
    method: "post",
    path: "/templates",
    operationId: "createTemplate",
    tags: ["Templates"],
    summary: "Create a template",
    request: { body: jsonBody(createTemplateSchema, "Its name and the config that reports begin with.") },
    responses: { 201: jsonAnswer(templateSchema, "The template.") },
  },
  async (c) => {
    const template = await createTemplate(c.get("ctx"), c.req.valid("json"));
    return c.json(template, 201, { Location: `/api/v1/templates/${template.id}` });
  },
);
