import { env } from "cloudflare:workers";
import type { ReportDocument } from "../../../src/render/document";
import { pdfRenderer } from "../../../src/render/pdf";
import type { RenderResources } from "../../../src/render/renderer";
import { collect } from "../zip/read-zip";

const read = new Map<string, Uint8Array | null>();

/** The fonts that scripts/assets.mjs built, as the Generator reads them. */
export const fontFiles: RenderResources = {
  async font(name) {
    const known = read.get(name);
    if (known !== undefined) return known;
    const response = await env.ASSETS.fetch(`https://assets/fonts/${name}`);
    const bytes = response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    if (!response.ok) await response.body?.cancel();
    read.set(name, bytes);
    return bytes;
  },
};

export async function renderedPdf(document: ReportDocument): Promise<Uint8Array> {
  const sink = collect();
  await pdfRenderer.render(document, sink, fontFiles);
  return sink.bytes();
}
