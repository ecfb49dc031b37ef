import { chunks } from "../files/chunks";
import { pastPassingFailures } from "../files/passing-failure";
import type { Row } from "../render/document";
import type { GivenSource } from "../reports/config/definition";
import { RunFailure } from "./failure";

/**
 * Rows that came with a request, in R2: one line a section, a JSON array of rows. Requests have a few MB, so a
 * section is held whole.
 */

/** Keeps the rows of sections under a key (see files/keys.ts). `GivenSource.section` is the place in `tables`. */
export async function putGiven(
  bucket: R2Bucket,
  key: string,
  tables: readonly (readonly Row[])[],
): Promise<void> {
  const lines = tables.map((rows) => JSON.stringify(rows)).join("\n");
  const options = { httpMetadata: { contentType: "application/x-ndjson" } };
  await pastPassingFailures(() => bucket.put(key, lines, options));
}

/** The rows of one section. Throws RunFailure, not to be tried again, when they are no longer there. */
export async function openGiven(bucket: R2Bucket, { key, section }: GivenSource): Promise<{ rows: Row[] }> {
  const object = await bucket.get(key);
  if (!object)
    throw new RunFailure("source_failed", "The data that came with the report is no longer there.");
  const line = await nthLine(object.body, section);
  if (line === null) throw new Error("The data of the report has no such section.");
  return { rows: JSON.parse(line) as Row[] };
}

const LINE_END = 10;

/** One line of a text, counted from 0; only that line is held. */
async function nthLine(stream: ReadableStream<Uint8Array>, wanted: number): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  let at = 0;
  for await (const chunk of chunks(stream)) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      if (at === wanted) return text + decoder.decode(chunk.subarray(start, end));
      at += 1;
      start = end + 1;
    }
    if (at === wanted) text += decoder.decode(chunk.subarray(start), { stream: true });
  }
  return at === wanted ? text + decoder.decode() : null;
}
