import { type Fault, READ_LIMITS, type RecordSink } from "./form";
import { excerpt } from "./text";

/** Cuts JSON text into the texts of its elements, chunk by chunk; the elements are not parsed here. */
export interface JsonSplitter {
  write(text: string): void;
  end(): void;
}

export function jsonSplitter(format: "ndjson" | "json", sink: RecordSink<string>): JsonSplitter {
  return format === "json" ? new ArraySplitter(sink) : new LineSplitter(sink);
}

const TOO_LARGE: Fault = {
  code: "row_too_large",
  message: `The element is larger than ${READ_LIMITS.rowChars.toLocaleString("en")} characters.`,
  column: null,
  value: null,
};

/** Gathers the text of one element over chunks, up to the cap. */
class Held {
  #text = "";
  #length = 0;

  add(part: string): void {
    this.#length += part.length;
    if (this.#length <= READ_LIMITS.rowChars) this.#text += part;
    else this.#text = excerpt(this.#text + part.slice(0, READ_LIMITS.rawChars), READ_LIMITS.rawChars);
  }

  /** Hands the element over and starts anew; blanks alone are no element. */
  give(line: number, sink: RecordSink<string>): void {
    const text = this.#text.trim();
    const tooLarge = this.#length > READ_LIMITS.rowChars;
    this.#text = "";
    this.#length = 0;
    if (text === "") return;
    const raw = () => excerpt(text, READ_LIMITS.rawChars);
    if (tooLarge) sink.fault(TOO_LARGE, line, raw());
    else sink.record(text, line, raw, text.length);
  }
}

/** NDJSON: one value a line (LF or CRLF), blank lines skipped. */
class LineSplitter implements JsonSplitter {
  readonly #sink: RecordSink<string>;
  readonly #held = new Held();
  #line = 1;

  constructor(sink: RecordSink<string>) {
    this.#sink = sink;
  }

  write(text: string): void {
    let from = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
      this.#held.add(text.slice(from, at));
      this.#held.give(this.#line, this.#sink);
      this.#line += 1;
      from = at + 1;
    }
    this.#held.add(text.slice(from));
  }

  end(): void {
    this.#held.give(this.#line, this.#sink);
  }
}

const LF = 10;
const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** A JSON array (RFC 8259): an element is what stands between two commas outside of it. */
class ArraySplitter implements JsonSplitter {
  readonly #sink: RecordSink<string>;
  readonly #held = new Held();
  /** 0 before the array, 1 between its elements, more inside one. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  #closed = false;
  #line = 1;
  #startLine = 1;
  #blank = true;

  constructor(sink: RecordSink<string>) {
    this.#sink = sink;
  }

  write(text: string): void {
    let from = 0;
    let backslash = -1;
    for (let at = 0; at < text.length; at += 1) {
      if (this.#inString && !this.#escaped) {
        // Nothing in a string matters but its quote and its backslashes.
        if (backslash < at) backslash = indexOrEnd(text, "\\", at);
        at = Math.min(backslash, indexOrEnd(text, '"', at));
        if (at === text.length) break;
      }
      const unit = text.charCodeAt(at);
      if (unit === LF) this.#line += 1;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (unit === BACKSLASH) this.#escaped = true;
        else if (unit === QUOTE) this.#inString = false;
        continue;
      }
      if (unit <= 32) continue;
      if (this.#blank && unit !== COMMA && unit !== CLOSE_BRACKET && this.#depth > 0) this.#startElement();
      if (unit === QUOTE) this.#inString = true;
      else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) {
        this.#depth += 1;
        if (this.#depth === 1) from = at + 1;
      } else if (unit === CLOSE_BRACE || (unit === CLOSE_BRACKET && this.#depth > 1)) {
        this.#depth -= this.#depth > 1 ? 1 : 0;
      } else if (this.#depth === 1 && (unit === COMMA || unit === CLOSE_BRACKET)) {
        this.#held.add(text.slice(from, at));
        this.#give();
        from = at + 1;
        if (unit === CLOSE_BRACKET) this.#close();
      }
    }
    this.#held.add(text.slice(from));
  }

  end(): void {
    this.#give();
    if (this.#closed) return;
    const message = "The file ends before the closing ] of its array.";
    this.#sink.fault({ code: "invalid_json", message, column: null, value: null }, this.#line, "");
  }

  #startElement(): void {
    this.#blank = false;
    this.#startLine = this.#line;
  }

  #give(): void {
    this.#held.give(this.#startLine, this.#sink);
    this.#blank = true;
  }

  #close(): void {
    this.#depth = 0;
    this.#closed = true;
  }
}

function indexOrEnd(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? text.length : at;
}
