import { chunkDecoder } from "./decode";
import { READ_LIMITS } from "./form";
import type { Utf8Count } from "./utf8";

/** Opens the file from its first byte; called once a pass. */
export type OpenBytes = () => Promise<ReadableStream<Uint8Array>>;

/** Larger pieces of bytes are cut, so that the text of one chunk stays small. */
const PIECE_BYTES = 131_072;

/** A file being read: its first bytes may be looked at before its text is taken. */
export class TextSource {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #held: Uint8Array[] = [];
  #ended = false;

  private constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  static async open(open: OpenBytes): Promise<TextSource> {
    return new TextSource(await open());
  }

  /** The first bytes: `READ_LIMITS.headBytes` of them, or all of a shorter file. */
  async head(): Promise<{ bytes: Uint8Array; whole: boolean }> {
    let length = this.#held.reduce((sum, chunk) => sum + chunk.length, 0);
    while (length < READ_LIMITS.headBytes) {
      const chunk = await this.#read();
      if (chunk === null) break;
      this.#held.push(chunk);
      length += chunk.length;
    }
    const bytes = new Uint8Array(Math.min(length, READ_LIMITS.headBytes));
    let at = 0;
    for (const chunk of this.#held) {
      const part = chunk.subarray(0, bytes.length - at);
      bytes.set(part, at);
      at += part.length;
    }
    return { bytes, whole: this.#ended && length <= bytes.length };
  }

  /** The whole file as text in pieces. Leaving the loop early cancels the stream. */
  async *text(encoding: string, bomBytes: number, count: Utf8Count): AsyncGenerator<string, void, void> {
    const decoder = chunkDecoder(encoding, count);
    let skip = bomBytes;
    try {
      for (;;) {
        const chunk = this.#held.shift() ?? (await this.#read());
        if (chunk === null) break;
        const bytes = chunk.subarray(skip);
        skip -= chunk.length - bytes.length;
        for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
          yield decoder.decode(bytes.subarray(at, at + PIECE_BYTES));
        }
      }
      yield decoder.end();
    } finally {
      await this.close();
    }
  }

  /** Gives the stream back; harmless after its end. */
  async close(): Promise<void> {
    this.#held.length = 0;
    if (!this.#ended) await this.#reader.cancel();
    this.#ended = true;
  }

  async #read(): Promise<Uint8Array | null> {
    if (this.#ended) return null;
    const { value, done } = await this.#reader.read();
    if (!done) return value;
    this.#ended = true;
    return null;
  }
}
