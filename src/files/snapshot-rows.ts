import { Buffer } from "node:buffer";
import type { Row } from "../render/document";
import { chunks } from "./chunks";
import { GzipSink } from "./gzip-sink";
import { R2Sink, type StoredBytes } from "./multipart-sink";

/** Characters of rows gathered before they are compressed. */
const PIECE_CHARACTERS = 128 * 1024;
const LINE_END = 10;

/**
 * Freezes the rows of one section: NDJSON, one JSON array a line, gzip, one R2 object, immutable once
 * finished. A small section costs one R2 put; a large one never holds more than two upload parts.
 */
export class SnapshotWriter {
  readonly #object: R2Sink;
  readonly #gzip: GzipSink;
  #pending = "";
  #rows = 0;

  constructor(bucket: R2Bucket, key: string) {
    this.#object = new R2Sink(bucket, key, { contentType: "application/gzip" });
    this.#gzip = new GzipSink(this.#object);
  }

  /** Rows taken so far. */
  get rows(): number {
    return this.#rows;
  }

  async write(rows: readonly Row[]): Promise<void> {
    let lines = "";
    for (const row of rows) lines += `${JSON.stringify(row)}\n`;
    await this.writeLines(lines, rows.length);
  }

  /** Rows that are JSON text already (D1 makes them with `json_array`), each ended by `\n`. */
  async writeLines(lines: string, rows: number): Promise<void> {
    this.#pending += lines;
    this.#rows += rows;
    if (this.#pending.length >= PIECE_CHARACTERS) await this.#compress();
  }

  async finish(): Promise<StoredBytes & { readonly rows: number }> {
    try {
      await this.#compress();
      await this.#gzip.finish();
      return { ...(await this.#object.finish()), rows: this.#rows };
    } catch (error) {
      await this.abort();
      throw error;
    }
  }

  /** Gives up; nothing becomes visible. Never throws. */
  async abort(): Promise<void> {
    this.#pending = "";
    await this.#object.abort();
  }

  async #compress(): Promise<void> {
    if (this.#pending === "") return;
    const bytes = Buffer.from(this.#pending, "utf8");
    this.#pending = "";
    await this.#gzip.write(bytes);
  }
}

/** Rows of a finished section from the first to the last, some thousand at a time. Throws if there is none. */
export async function* openRows(bucket: R2Bucket, key: string): AsyncGenerator<Row[], void, void> {
  const object = await bucket.get(key);
  if (!object) throw new Error("The snapshot of this run is no longer there.");
  yield* parseRows(object.body.pipeThrough(new DecompressionStream("gzip")));
}

/** NDJSON to rows, holding one chunk and an unfinished line. */
export async function* parseRows(ndjson: ReadableStream<Uint8Array>): AsyncGenerator<Row[], void, void> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks(ndjson)) {
    const end = chunk.lastIndexOf(LINE_END);
    if (end < 0) {
      rest = Buffer.concat([rest, chunk]); // a row longer than a chunk
      continue;
    }
    yield parseLines(Buffer.concat([rest, chunk.subarray(0, end)]));
    rest = Buffer.from(chunk.subarray(end + 1));
  }
  if (rest.length > 0) throw new Error("The snapshot ends within a row.");
}

/** A line end is never part of a JSON value, so whole lines become one array and cost one parse. */
function parseLines(lines: Buffer): Row[] {
  return JSON.parse(`[${lines.toString("utf8").replaceAll("\n", ",")}]`) as Row[];
}
