import { csvRenderer } from "./csv";
import { docxRenderer } from "./docx";
import { htmlRenderer } from "./html";
import { jsonRenderer } from "./json";
import { pdfRenderer } from "./pdf";
import type { Format, Renderer } from "./renderer";
import { xlsxRenderer } from "./xlsx";

/** The renderer of every format; adding a format to `FORMATS` fails to compile until it is here. */
export const renderers: Readonly<Record<Format, Renderer>> = {
  json: jsonRenderer,
  csv: csvRenderer,
  html: htmlRenderer,
  pdf: pdfRenderer,
  xlsx: xlsxRenderer,
  docx: docxRenderer,
};
