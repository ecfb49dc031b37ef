import { completeLength, countUtf8, sequenceLength, type Utf8Count } from "./utf8";

/** Turns chunks of bytes into text; what a chunk's end leaves incomplete waits for the next. */
export interface ChunkDecoder {
  decode(bytes: Uint8Array): string;
  /** The text of what is left at the end of the file. */
  end(): string;
}

/**
 * A decoder that loses nothing: a byte that is invalid in the encoding comes out as a lone
 * surrogate, which no valid text holds, so `String.isWellFormed` finds the rows to blame.
 *
 * @param count filled with the evidence for UTF-8 when the encoding is UTF-8 or windows-1252.
 */
export function chunkDecoder(encoding: string, count: Utf8Count): ChunkDecoder {
  if (encoding === "utf-8") return new Utf8Decoder(count);
  if (encoding === "utf-16le" || encoding === "utf-16be") return new Utf16Decoder(encoding);
  if (encoding === "windows-1252") return new Windows1252Decoder(count);
  return new LegacyDecoder(encoding);
}

class Utf8Decoder implements ChunkDecoder {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #count: Utf8Count;
  #tail = new Uint8Array();

  constructor(count: Utf8Count) {
    this.#count = count;
  }

  decode(chunk: Uint8Array): string {
    const bytes = joined(this.#tail, chunk);
    const length = completeLength(bytes);
    this.#tail = bytes.slice(length);
    return this.#text(bytes.subarray(0, length));
  }

  end(): string {
    const rest = this.#tail;
    this.#tail = new Uint8Array();
    return this.#text(rest);
  }

  #text(bytes: Uint8Array): string {
    try {
      const text = this.#decoder.decode(bytes);
      this.#count.multibyte += bytes.length - text.length;
      return text;
    } catch {
      countUtf8(bytes, this.#count);
      this.#count.sample?.add(bytes, false);
      return this.#escaped(bytes);
    }
  }

  /** Invalid bytes 80..FF become U+DC80..U+DCFF, as Python's surrogateescape (PEP 383). */
  #escaped(bytes: Uint8Array): string {
    let text = "";
    let from = 0;
    for (let at = 0; at < bytes.length; ) {
      const length = sequenceLength(bytes, at);
      if (length > 0) {
        at += length;
        continue;
      }
      text += this.#decoder.decode(bytes.subarray(from, at)) + String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      at += 1;
      from = at;
    }
    return text + this.#decoder.decode(bytes.subarray(from));
  }
}

/**
 * Lone surrogates stay what they are, where `TextDecoder` would replace them; so a pair that chunks
 * part comes together again.
 */
class Utf16Decoder implements ChunkDecoder {
  readonly #decoder: TextDecoder;
  readonly #little: boolean;
  #tail = new Uint8Array();

  constructor(encoding: "utf-16le" | "utf-16be") {
    this.#decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    this.#little = encoding === "utf-16le";
  }

  decode(chunk: Uint8Array): string {
    const bytes = joined(this.#tail, chunk);
    const length = bytes.length - (bytes.length % 2);
    this.#tail = bytes.slice(length);
    return this.#text(bytes.subarray(0, length));
  }

  end(): string {
    return this.#tail.length === 0 ? "" : "\udcff";
  }

  #text(bytes: Uint8Array): string {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      let text = "";
      for (let at = 0; at < bytes.length; at += 2) text += String.fromCharCode(this.#unit(bytes, at));
      return text;
    }
  }

  #unit(bytes: Uint8Array, at: number): number {
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    return this.#little ? first | (second << 8) : (first << 8) | second;
  }
}

class Windows1252Decoder implements ChunkDecoder {
  readonly #decoder = new TextDecoder("windows-1252");
  readonly #count: Utf8Count;
  #tail = new Uint8Array();

  constructor(count: Utf8Count) {
    this.#count = count;
  }

  decode(bytes: Uint8Array): string {
    const whole = joined(this.#tail, bytes);
    const length = completeLength(whole);
    countUtf8(whole.subarray(0, length), this.#count);
    this.#count.sample?.add(bytes, false);
    this.#tail = whole.slice(length);
    return this.#decoder.decode(bytes);
  }

  end(): string {
    countUtf8(this.#tail, this.#count);
    return "";
  }
}

/** Any other WHATWG encoding; U+FFFD is how `TextDecoder` says "invalid". */
class LegacyDecoder implements ChunkDecoder {
  readonly #decoder: TextDecoder;

  constructor(encoding: string) {
    this.#decoder = new TextDecoder(encoding);
  }

  decode(bytes: Uint8Array): string {
    return marked(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): string {
    return marked(this.#decoder.decode());
  }
}

function marked(text: string): string {
  return text.replaceAll("\ufffd", "\udcff");
}

function joined(tail: Uint8Array, chunk: Uint8Array): Uint8Array {
  if (tail.length === 0) return chunk;
  const bytes = new Uint8Array(tail.length + chunk.length);
  bytes.set(tail);
  bytes.set(chunk, tail.length);
  return bytes;
}
