import { inflateRawSync } from "node:zlib";
import type { ByteSink } from "../../src/render/renderer";
import { xlsxRenderer } from "../../src/render/xlsx";
import { benchDocument } from "./bench-document";

const SAMPLE_ROWS = 10_000;
const noFonts = { font: async () => null };

/**
 * The platform's own `deflate-raw` over as many bytes as the XLSX sheet of `count` rows has: a real sheet of
 * 10,000 rows, again and again. Gives the bytes that went in.
 */
export async function deflateSheet(
  count: number,
  sink: ByteSink,
): Promise<{ bytesIn: number; begin: number }> {
  const sheet = await sampleSheet();
  const begin = performance.now();
  const stream = new CompressionStream("deflate-raw");
  const reading = drain(stream.readable, sink);
  const writer = stream.writable.getWriter();
  let bytesIn = 0;
  for (let rows = 0; rows < count; rows += SAMPLE_ROWS) {
    for (let at = 0; at < sheet.length; at += 65_536) {
      await writer.ready;
      await writer.write(sheet.subarray(at, at + 65_536));
    }
    bytesIn += sheet.length;
  }
  await writer.close();
  await reading;
  return { bytesIn, begin };
}

async function drain(readable: ReadableStream<Uint8Array>, sink: ByteSink): Promise<void> {
  const reader = readable.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    if (value) await sink.write(value);
  }
}

/** The largest part of a workbook, inflated (PKWARE APPNOTE 4.3.12 and 4.3.16). */
async function sampleSheet(): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  await xlsxRenderer.render(
    benchDocument(SAMPLE_ROWS),
    { write: async (bytes) => void pieces.push(bytes.slice()) },
    noFonts,
  );
  const zip = new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer());
  const view = new DataView(zip.buffer);
  const end = zip.length - 22;
  let at = view.getUint32(end + 16, true);
  let largest = { packed: 0, offset: 0 };
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const packed = view.getUint32(at + 20, true);
    if (packed > largest.packed) largest = { packed, offset: view.getUint32(at + 42, true) };
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  const data =
    largest.offset +
    30 +
    view.getUint16(largest.offset + 26, true) +
    view.getUint16(largest.offset + 28, true);
  return new Uint8Array(inflateRawSync(zip.subarray(data, data + largest.packed)));
}
