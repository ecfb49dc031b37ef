import type { ByteSink } from "./renderer";

/** Characters collected before they are encoded and written: large enough to make calls rare. */
const BATCH_CHARACTERS = 64 * 1024;

/**
 * Collects text and writes it to a {@link ByteSink} as UTF-8 in pieces of about 64 KB.
 * `add` is cheap and synchronous, so a row costs no promise:
 *
 *     out.add(rowText);
 *     if (out.full) await out.flush();
 *
 * A piece never splits what one `add` gave, so surrogate pairs stay whole; a lone surrogate becomes
 * U+FFFD, as the Encoding Standard asks.
 */
export class TextSink {
  readonly #sink: ByteSink;
  readonly #encoder = new TextEncoder();
  #text = "";

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  add(text: string): void {
    this.#text += text;
  }

  /** Whether it is time to await `flush`. */
  get full(): boolean {
    return this.#text.length >= BATCH_CHARACTERS;
  }

  /** Writes what was collected and waits until the sink takes more. */
  async flush(): Promise<void> {
    if (this.#text === "") return;
    const bytes = this.#encoder.encode(this.#text);
    this.#text = "";
    await this.#sink.write(bytes);
  }
}
