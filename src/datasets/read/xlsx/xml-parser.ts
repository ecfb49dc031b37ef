import { BrokenXml } from "./broken-xml";
import { xmlText } from "./xml-text";

/** Takes what is in a document, in its order. */
export interface XmlHandler {
  /** @param attributes as written; see `attribute`. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  /** Resolved text, perhaps in pieces. */
  text(text: string): void;
  /**
   * May take the whole element that begins at `tag`, without what is above being called for it; gives what follows
   * the element, or -1. Only asked in documents whose names have no prefix.
   */
  whole?(text: string, tag: number): number;
}

const MAX_DEPTH = 256;
/** Some attributes list thousands of ranges. */
const MAX_TAG_CHARS = 1_000_000;
/** Longer than any reference. */
const MAX_REFERENCE_CHARS = 40;

const [SLASH, BANG, QUESTION, GREATER, LESS, DOUBLE, SINGLE] = [47, 33, 63, 62, 60, 34, 39];

/**
 * Streaming parser of the XML that workbooks are made of. A prefix of the root element is taken off all names
 * (`x:row` is `row`), whatever namespace it stands for; other prefixes stay, so that foreign elements are told
 * apart. DTDs are refused, and with them every entity. Holds one tag at most.
 *
 * Our own because a sheet is read twice and no kept parser keeps up: 34 MB, 800,000 cells in workerd take saxes 5.0
 * 0.5 s for its events alone, and this, with `scanCell`, 0.2 s for the cells.
 */
export class XmlParser {
  readonly #handler: XmlHandler;
  readonly #open: string[] = [];
  #pending = "";
  #prefix: string | null = null;
  /** Inside a comment, an instruction or a CDATA section: what ends it. */
  #until: "-->" | "?>" | "]]>" | null = null;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** @throws BrokenXml */
  write(text: string): void {
    // Joined, not added: a sum of strings is slow to read character by character.
    this.#parse(this.#pending === "" ? text : [this.#pending, text].join(""), false);
    if (this.#pending.length > MAX_TAG_CHARS) throw new BrokenXml("a tag is too long");
  }

  /** @throws BrokenXml when the document is not at its end. */
  end(): void {
    this.#parse(this.#pending, true);
    if (this.#pending !== "" || this.#open.length > 0 || this.#prefix === null || this.#until !== null) {
      throw new BrokenXml("it breaks off");
    }
  }

  #parse(text: string, final: boolean): void {
    let at = 0;
    for (;;) {
      if (this.#until !== null) {
        at = this.#section(text, at, this.#until);
        if (this.#until !== null) break;
      }
      const tag = text.indexOf("<", at);
      if (tag < 0) {
        const end = final ? text.length : wholeText(text, at);
        this.#text(text.slice(at, end));
        at = end;
        break;
      }
      if (tag > at) this.#text(text.slice(at, tag));
      at = this.#whole(text, tag);
      if (at >= 0) continue;
      at = this.#markup(text, tag);
      if (at < 0) {
        at = tag;
        break;
      }
    }
    this.#pending = at === 0 ? text : text.slice(at);
  }

  #whole(text: string, tag: number): number {
    if (this.#prefix !== "" || this.#open.length === 0) return -1;
    return this.#handler.whole?.(text, tag) ?? -1;
  }

  /** Reads what begins at `tag`; gives what follows it, or -1 when it is not all there. */
  #markup(text: string, tag: number): number {
    switch (text.charCodeAt(tag + 1)) {
      case SLASH:
        return this.#endTag(text, tag);
      case BANG:
        return this.#declaration(text, tag);
      case QUESTION:
        this.#until = "?>";
        return tag + 2;
      default:
        return this.#startTag(text, tag);
    }
  }

  #startTag(text: string, tag: number): number {
    const length = text.length;
    let at = tag + 1;
    for (; at < length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit <= 32 || unit === SLASH || unit === GREATER) break;
    }
    const nameEnd = at;
    for (; at < length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === GREATER) break;
      if (unit === LESS) throw new BrokenXml("a tag stands inside another");
      if (unit !== DOUBLE && unit !== SINGLE) continue;
      at = text.indexOf(unit === DOUBLE ? '"' : "'", at + 1);
      if (at < 0) return -1;
    }
    if (at >= length) return -1;
    if (nameEnd === tag + 1) throw new BrokenXml("a tag has no name");
    const empty = text.charCodeAt(at - 1) === SLASH;
    const name = this.#opened(text.slice(tag + 1, nameEnd));
    this.#handler.open(name, nameEnd === at ? "" : text.slice(nameEnd, empty ? at - 1 : at));
    if (empty) this.#closed(name);
    return at + 1;
  }

  #endTag(text: string, tag: number): number {
    const end = text.indexOf(">", tag);
    if (end < 0) return -1;
    const written = text.slice(tag + 2, end);
    this.#closed(this.#local(written.charCodeAt(written.length - 1) <= 32 ? written.trimEnd() : written));
    return end + 1;
  }

  #opened(written: string): string {
    if (this.#prefix === null) this.#prefix = written.slice(0, written.indexOf(":") + 1);
    else if (this.#open.length === 0) throw new BrokenXml("it has two roots");
    const name = this.#local(written);
    if (this.#open.push(name) > MAX_DEPTH) throw new BrokenXml("its elements are too deep");
    return name;
  }

  #closed(name: string): void {
    if (this.#open.pop() !== name) throw new BrokenXml(`the end of ${name.slice(0, 40)} has no beginning`);
    this.#handler.close(name);
  }

  #local(written: string): string {
    const prefix = this.#prefix ?? "";
    return prefix !== "" && written.startsWith(prefix) ? written.slice(prefix.length) : written;
  }

  #text(written: string): void {
    if (written === "") return;
    if (this.#open.length > 0) this.#handler.text(xmlText(written));
    else if (written.trim() !== "") throw new BrokenXml("text stands outside the root");
  }

  /** A comment or a CDATA section; anything else of this form belongs to a DTD. */
  #declaration(text: string, tag: number): number {
    if (text.startsWith("<!--", tag)) {
      this.#until = "-->";
      return tag + 4;
    }
    if (text.startsWith("<![CDATA[", tag)) {
      this.#until = "]]>";
      return tag + 9;
    }
    if (text.length - tag < 9) return -1;
    throw new BrokenXml("it has a DTD, which is refused");
  }

  /** Passes what is left of a section, or of this piece of it; gives where to go on. */
  #section(text: string, from: number, until: string): number {
    const end = text.indexOf(until, from);
    // What ends it may be cut by the end of the piece.
    const stop = end < 0 ? Math.max(from, text.length - until.length + 1) : end;
    if (until === "]]>" && stop > from) {
      if (this.#open.length === 0) throw new BrokenXml("text stands outside the root");
      this.#handler.text(text.slice(from, stop).replace(/\r\n?/g, "\n"));
    }
    if (end < 0) return stop;
    this.#until = null;
    return end + until.length;
  }
}

/** Where a text may be cut: not within a reference, nor between CR and LF. */
function wholeText(text: string, from: number): number {
  const end = text.charCodeAt(text.length - 1) === 13 ? text.length - 1 : text.length;
  const reference = text.lastIndexOf("&");
  const isOpen =
    reference >= from && text.indexOf(";", reference) < 0 && end - reference < MAX_REFERENCE_CHARS;
  return Math.max(from, isOpen ? reference : end);
}
