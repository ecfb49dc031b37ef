/** Of a file whose letters beyond ASCII come in one language, a page or two tells which. */
const MOST_BYTES = 16_384;
/** Below are digits, blanks and most delimiters; they are no second byte of any encoding that is told apart here. */
const FIRST_LETTER = 0x40;
const SPACE = 0x20;

/**
 * Words of a text that is not UTF-8, as bytes: runs from `@` upwards with a byte beyond ASCII among them, each
 * followed by a blank. Of words that chunks part nothing is kept.
 */
export class LegacySample {
  readonly #bytes = new Uint8Array(MOST_BYTES);
  #length = 0;

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** @param isStart the chunk begins the file, so its first word is whole. */
  add(chunk: Uint8Array, isStart: boolean): void {
    let from = isStart ? 0 : chunk.findIndex((byte) => byte < FIRST_LETTER) + 1;
    let isHigh = false;
    for (let at = from; at < chunk.length && this.#length < MOST_BYTES; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte >= FIRST_LETTER) {
        isHigh ||= byte >= 0x80;
        continue;
      }
      if (isHigh) this.#keep(chunk.subarray(from, at));
      isHigh = false;
      from = at + 1;
    }
  }

  #keep(word: Uint8Array): void {
    if (this.#length + word.length >= MOST_BYTES) return;
    this.#bytes.set(word, this.#length);
    this.#length += word.length;
    this.#bytes[this.#length] = SPACE;
    this.#length += 1;
  }
}
