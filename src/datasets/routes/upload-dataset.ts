import { z } from "@hono/zod-openapi";
import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { datasetDetailSchema, type UploadOptions } from "../schemas";
import { uploadDataset } from "../upload";
import { uploadOf } from "../upload-request";

/** What may come beside the file, as form fields or in the query. */
const OPTIONS = {
  name: "Name of the dataset; the file's name if left out.",
  description: "What it holds.",
  preset:
    "The known kind of data that it is; found out by the headers if left out, `none` for no such kind. See GET /presets.",
  sheet:
    "Of a workbook: the sheet by its name, or by its number among those that are shown, from 1; the first shown sheet with rows if left out.",
  encoding: "Any WHATWG encoding label; found out if left out.",
  delimiter: "`,` `;` `|` or a tab; found out if left out.",
  has_header: "`false` when the first line is data.",
  date_order:
    "`dmy` or `mdy`, for dates that do not tell; found out by the file's other dates if left out, then by custom, and `notes` says so.",
  fields: 'Types that are known, as JSON: `[{"name": "id", "type": "string"}]`.',
} satisfies Record<keyof UploadOptions, string>;

const formFields = Object.fromEntries(
  Object.entries(OPTIONS).map(([name, description]) => [name, { type: "string" as const, description }]),
);
/** Read with the form's fields, in datasets/upload-request.ts. */
const query = z.object(
  Object.fromEntries(
    Object.entries(OPTIONS).map(([name, description]) => [
      name,
      z.string("must be given once").optional().openapi({ description }),
    ]),
  ),
);

/** `POST /datasets/upload`: a CSV or XLSX file as a form or as the bare body, streamed to storage (A29, I1). */
export const uploadDatasetRoute = defineRoute(
  {
    method: "post",
    path: "/datasets/upload",
    operationId: "uploadDataset",
    tags: ["Datasets"],
    summary: "Upload a CSV or XLSX file as a new dataset",
    description:
      "As a multipart form with `file`, or as the bare body with the options as query parameters. What the file is (delimited text, JSON, an XLSX workbook) is found out by its content. It is read in the background: poll the dataset until its status is `ready` or `failed`. Of a workbook one sheet is read; texts stay texts, and cells that hold an error are left empty and listed in `errors`.",
    bodyLimit: "upload",
    problems: ["too_large"],
    request: {
      query,
      body: {
        required: true,
        content: {
          "multipart/form-data": {
            schema: {
              type: "object",
              required: ["file"],
              properties: {
                file: { type: "string", format: "binary" },
                ...formFields,
              },
            },
          },
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
            schema: { type: "string", format: "binary" },
          },
          "text/csv": { schema: { type: "string", format: "binary" } },
          "*/*": { schema: { type: "string", format: "binary" } },
        },
      },
    },
    responses: { 202: jsonAnswer(datasetDetailSchema, "The dataset; its rows are on their way.") },
  },
  async (c) => {
    const dataset = await uploadDataset(c.get("ctx"), uploadOf(c.req.raw));
    return c.json(dataset, 202, { Location: `/api/v1/datasets/${dataset.id}`, "Retry-After": "1" });
  },
);
