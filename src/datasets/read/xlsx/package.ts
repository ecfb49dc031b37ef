import type { ByteFile } from "../byte-file";
import { BrokenXml } from "./broken-xml";
import { damaged } from "./failures";
import { XLSX_LIMITS } from "./limits";
import { type XmlHandler, XmlParser } from "./xml-parser";
import { attribute } from "./xml-text";
import { partName, readDirectory, type ZipEntry } from "./zip-directory";
import { entryBytes } from "./zip-entry";

/** A relationship of a part to another (ECMA-376 part 2, 6.5). */
export interface Relationship {
  readonly id: string;
  /** The last step of its type, the same in the transitional and the strict namespace: `worksheet`. */
  readonly type: string;
  /** A part's name, see {@link partName}. */
  readonly target: string;
}

/** A zip file of XML parts. Nothing is unpacked but the parts that are asked for, and those in pieces. */
export class Package {
  private constructor(
    private readonly file: ByteFile,
    private readonly entries: ReadonlyMap<string, ZipEntry>,
  ) {}

  /** @throws ReadFailure `damaged_file` */
  static async open(file: ByteFile): Promise<Package> {
    return new Package(file, await readDirectory(file));
  }

  has(part: string): boolean {
    return this.entries.has(part);
  }

  /** The bytes of a part, for those that hold no XML. */
  bytes(part: string, limit: number): AsyncGenerator<Uint8Array, void, void> {
    const entry = this.entries.get(part);
    if (entry === undefined) throw damaged(`the part ${part} is missing`);
    return entryBytes(this.file, entry, limit);
  }

  /** Parses a part piece by piece and pauses after each, so that what the handler gathered can be taken. */
  async *parse(part: string, handler: XmlHandler, limit: number): AsyncGenerator<void, void, void> {
    const parser = new XmlParser(handler);
    try {
      for await (const text of textOf(this.bytes(part, limit))) {
        parser.write(text);
        yield;
      }
      parser.end();
    } catch (error) {
      if (error instanceof BrokenXml) throw damaged(`the part ${part} is not valid XML: ${error.message}`);
      throw error;
    }
  }

  /** Parses a part as a whole. */
  async parseAll(
    part: string,
    handler: XmlHandler,
    limit: number = XLSX_LIMITS.smallPartBytes,
  ): Promise<void> {
    for await (const _ of this.parse(part, handler, limit));
  }

  /** The relationships of a part, or those of the package itself (`""`). None when there is no such list. */
  async relationships(part: string): Promise<Relationship[]> {
    const folder = part.slice(0, part.lastIndexOf("/") + 1);
    const list = `${folder}_rels/${part.slice(folder.length)}.rels`;
    const found: Relationship[] = [];
    if (!this.has(list)) return found;
    await this.parseAll(list, {
      open: (name, attributes) => {
        if (name !== "Relationship" || attribute(attributes, "TargetMode") === "External") return;
        const target = attribute(attributes, "Target") ?? "";
        found.push({
          id: attribute(attributes, "Id") ?? "",
          type: (attribute(attributes, "Type") ?? "").split("/").at(-1) ?? "",
          target: partName(/^[/\\]/.test(target) ? target : folder + target),
        });
      },
      close: () => {},
      text: () => {},
    });
    return found;
  }
}

/** Parts are UTF-8, or UTF-16 with a byte order mark (ECMA-376 part 2, 6.2.5). */
async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  let decoder: TextDecoder | null = null;
  try {
    for await (const chunk of bytes) {
      decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true, ignoreBOM: false });
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder?.decode() ?? "";
  } catch (error) {
    if (error instanceof TypeError) throw new BrokenXml("its text is not valid Unicode");
    throw error;
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}
