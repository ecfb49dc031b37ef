import { READ_LIMITS } from "../form";
import { utf8Length } from "../utf8";
import { plainText, plainTextEnd } from "./cell-scanner";
import { tooLarge } from "./failures";
import { XLSX_LIMITS } from "./limits";
import type { XmlHandler } from "./xml-parser";
import { unescaped } from "./xml-text";

/** Characters of a block: what one look-up of a string decodes is a part of it. */
const BLOCK_CHARS = 32_768;
/** Strings kept decoded, by the last bits of their number; longer ones are not. */
const RECENT = 8_192;
const RECENT_CHARS = 200;

interface Block {
  readonly first: number;
  readonly bytes: Uint8Array;
  /** Where each string ends. */
  readonly ends: Uint32Array;
}

/**
 * The texts of a workbook's cells (ECMA-376 part 1, 18.4) as UTF-8 outside the heap: what is long in the file
 * takes no more here. Text that `is` a string of its own in a sheet does not come here.
 */
export class SharedStrings {
  readonly #blocks: Block[] = [];
  readonly #recent: string[] = new Array(RECENT).fill("");
  readonly #recentIndex = new Int32Array(RECENT).fill(-1);
  #texts: string[] = [];
  #chars = 0;
  #count = 0;
  #bytes = 0;
  #last: Block | null = null;

  /** @throws ReadFailure `file_too_large` */
  add(text: string): void {
    this.#texts.push(text);
    this.#count += 1;
    this.#chars += text.length + 4;
    if (this.#chars >= BLOCK_CHARS) this.finish();
  }

  /** Undefined when there is no such string. */
  get(index: number): string | undefined {
    const slot = index & (RECENT - 1);
    if (this.#recentIndex[slot] === index) return this.#recent[slot];
    const bytes = this.#bytesOf(index);
    if (bytes === undefined) return undefined;
    const text = decoder.decode(bytes);
    if (text.length > RECENT_CHARS) return text;
    this.#recent[slot] = text;
    this.#recentIndex[slot] = index;
    return text;
  }

  isEmpty(index: number): boolean {
    return this.#bytesOf(index)?.length === 0;
  }

  /** Packs what was added since the last time. */
  finish(): void {
    if (this.#texts.length === 0) return;
    const ends = new Uint32Array(this.#texts.length);
    let end = 0;
    this.#texts.forEach((text, place) => {
      end += utf8Length(text);
      ends[place] = end;
    });
    const bytes = new TextEncoder().encode(this.#texts.join(""));
    this.#bytes += bytes.length + ends.byteLength;
    if (this.#bytes > XLSX_LIMITS.stringBytes) {
      const limit = XLSX_LIMITS.stringBytes / 1_000_000;
      throw tooLarge(`The workbook has more than ${limit} MB of different texts (shared strings).`);
    }
    this.#blocks.push({ first: this.#count - this.#texts.length, bytes, ends });
    this.#texts = [];
    this.#chars = 0;
  }

  #bytesOf(index: number): Uint8Array | undefined {
    const block = this.#blockOf(index);
    if (block === undefined) return undefined;
    const place = index - block.first;
    return block.bytes.subarray(place === 0 ? 0 : block.ends[place - 1], block.ends[place]);
  }

  #blockOf(index: number): Block | undefined {
    const last = this.#last;
    if (last !== null && index >= last.first && index < last.first + last.ends.length) return last;
    if (!(index >= 0 && index < this.#count)) return undefined;
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#blocks[middle]?.first ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    this.#last = this.#blocks[low] ?? null;
    return this.#blocks[low];
  }
}

const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

/** Reads `xl/sharedStrings.xml` into a store: a string is a text, or runs of it that look different. */
export class SharedStringReader implements XmlHandler {
  readonly #text = new TextGatherer();

  constructor(private readonly strings: SharedStrings) {}

  open(name: string): void {
    if (name === "si") this.#text.begin();
    else this.#text.open(name);
  }

  close(name: string): void {
    if (name === "si") this.strings.add(unescaped(this.#text.take()));
    else this.#text.close(name);
  }

  text(text: string): void {
    this.#text.add(text);
  }

  /** `<si><t>…</t></si>`, as most strings are written. */
  whole(text: string, tag: number): number {
    if (!text.startsWith(STRING_START, tag)) return -1;
    const start = tag + STRING_START.length;
    const end = plainTextEnd(text, start);
    if (end < 0 || end - start > READ_LIMITS.cellBytes || !text.startsWith(STRING_END, end)) return -1;
    this.strings.add(unescaped(plainText(text, start, end)));
    return end + STRING_END.length;
  }
}

const STRING_START = "<si>";
const STRING_END = "</si>";

/** Puts a string together: the `t` within `si` or `is`, but for how its characters are spoken (`rPh`). */
export class TextGatherer {
  #value = "";
  #isInText = false;
  #isSpoken = false;

  begin(): void {
    this.#value = "";
    this.#isInText = false;
    this.#isSpoken = false;
  }

  open(name: string): void {
    if (name === "t") this.#isInText = !this.#isSpoken;
    else if (name === "rPh") this.#isSpoken = true;
  }

  close(name: string): void {
    if (name === "t") this.#isInText = false;
    else if (name === "rPh") this.#isSpoken = false;
  }

  /** One character more than a cell may have is kept, so that it is known to be too long. */
  add(text: string): void {
    if (!this.#isInText || this.#value.length > READ_LIMITS.cellBytes) return;
    this.#value += text.slice(0, READ_LIMITS.cellBytes + 1 - this.#value.length);
  }

  take(): string {
    return this.#value.length > READ_LIMITS.cellBytes ? this.#value.toWellFormed() : this.#value;
  }
}
