import { cloneTemplateRoute } from "./clone-template";
import { createTemplateRoute } from "./create-template";
import { deleteTemplateRoute } from "./delete-template";
import { getTemplateRoute } from "./get-template";
import { listTemplatesRoute } from "./list-templates";
import { replaceTemplateRoute } from "./replace-template";
import { updateTemplateRoute } from "./update-template";

export const templateRoutes = [
  listTemplatesRoute,
  createTemplateRoute,
  getTemplateRoute,
  replaceTemplateRoute,
  updateTemplateRoute,
  deleteTemplateRoute,
  cloneTemplateRoute,
] as const;
