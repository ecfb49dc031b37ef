import type { ReportDocument } from "../../../src/render/document";
import type { Renderer } from "../../../src/render/renderer";
import { collect } from "../zip/read-zip";

export async function renderedBytes(renderer: Renderer, document: ReportDocument): Promise<Uint8Array> {
  const sink = collect();
  await renderer.render(document, sink, { font: async () => null });
  return sink.bytes();
}

/** As UTF-8 that must be valid, with a byte order mark kept. */
export async function renderedText(renderer: Renderer, document: ReportDocument): Promise<string> {
  const bytes = await renderedBytes(renderer, document);
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
