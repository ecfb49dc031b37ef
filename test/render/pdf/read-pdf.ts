import "./not-node";
import "pdfjs-dist/legacy/build/pdf.worker.mjs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { ReportDocument } from "../../../src/render/document";
import { renderedPdf } from "./rendered-pdf";

/** A text and where it stands, in points from the lower left corner of its page. */
export interface PlacedText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
}

export interface ReadPdf {
  /** Texts of each page as pdf.js finds them, in the order of the content; blanks between them left out. */
  readonly pages: readonly (readonly string[])[];
  readonly placed: readonly PlacedText[];
  readonly sizes: readonly { readonly width: number; readonly height: number }[];
  readonly info: Readonly<Record<string, unknown>>;
  readonly xmpTitle: unknown;
  readonly bookmarks: readonly string[];
}

/** Renders a report and reads it with pdf.js, a reader that we did not write. */
export async function readReport(report: ReportDocument): Promise<ReadPdf> {
  return readPdf(await renderedPdf(report));
}

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({
    data: bytes.slice(),
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: true,
    verbosity: 0,
  });
  const document = await task.promise;
  const pages: string[][] = [];
  const placed: PlacedText[] = [];
  const sizes: { width: number; height: number }[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const texts = items.flatMap((item) => ("str" in item && item.str.trim() !== "" ? [item] : []));
    pages.push(texts.map(({ str }) => str.trim()));
    for (const { str, transform, width } of texts) {
      placed.push({ text: str.trim(), left: transform[4], right: transform[4] + width });
    }
    const { width, height } = page.getViewport({ scale: 1 });
    sizes.push({ width, height });
  }
  const { info, metadata } = await document.getMetadata();
  const outline = (await document.getOutline()) ?? [];
  const read = {
    pages,
    placed,
    sizes,
    info: { ...info },
    xmpTitle: metadata?.get("dc:title"),
    bookmarks: outline.map(({ title }) => title),
  };
  await task.destroy();
  return read;
}

/** All of a report's text without any white space, for texts that are broken into lines. */
export function squeezed(texts: readonly string[]): string {
  return texts.join("").replace(/\s+/g, "");
}
