import { crc32, deflateRawSync } from "node:zlib";
import type { ByteSink } from "../renderer";
import { Deflater } from "./deflate";
import {
  centralHeader,
  dataDescriptor,
  dosTime,
  type EntryRecord,
  endOfDirectory,
  FORMAT_LIMITS,
  localHeader,
  type Zip64Limits,
} from "./records";

export interface ZipOptions {
  /** ISO 8601 UTC; every entry gets this time, so that the same input makes the same bytes. */
  readonly modified: string;
  readonly limits?: Zip64Limits;
}

/**
 * Writes a zip file (PKWARE APPNOTE 6.3.10) into a sink, one entry after the other. Only the
 * directory and one block of the open entry are held.
 */
export class ZipWriter {
  readonly #sink: ByteSink;
  readonly #modified: number;
  readonly #limits: Zip64Limits;
  readonly #entries: EntryRecord[] = [];
  #offset = 0;
  #open = false;

  constructor(sink: ByteSink, options: ZipOptions) {
    this.#sink = sink;
    this.#modified = dosTime(options.modified);
    this.#limits = options.limits ?? FORMAT_LIMITS;
  }

  /** Adds a small entry that is known as a whole; `stored` leaves it uncompressed. */
  async add(name: string, content: string | Uint8Array, options: { stored?: boolean } = {}): Promise<void> {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const packed = options.stored ? bytes : deflateRawSync(bytes);
    const entry = this.#record(name, { method: options.stored ? 0 : 8, sizesFollow: false, zip64: false });
    entry.crc = crc32(bytes);
    entry.size = bytes.length;
    entry.packedSize = packed.length;
    await this.#write(localHeader(entry));
    await this.#write(packed);
  }

  /**
   * Adds an entry of unknown size, whose bytes `fill` writes, and gives what `fill` does. An entry that may reach 4 GiB must say
   * `zip64` before its first byte, since the width of the sizes after the data depends on it; one
   * that reaches 4 GiB without having said so throws RangeError. Not the default, because files
   * without zip64 can be read by everything.
   */
  async stream<T>(
    name: string,
    fill: (entry: ByteSink) => Promise<T>,
    options: { zip64?: boolean } = {},
  ): Promise<T> {
    const entry = this.#record(name, { method: 8, sizesFollow: true, zip64: options.zip64 ?? false });
    this.#open = true;
    await this.#write(localHeader(entry));
    const deflater = new Deflater({ write: (bytes) => this.#write(bytes) });
    const result = await fill({
      write: async (bytes) => {
        await deflater.write(bytes);
        this.#checkSize(name, entry, deflater.size);
      },
    });
    await deflater.end();
    this.#checkSize(name, entry, Math.max(deflater.size, deflater.packedSize));
    entry.crc = deflater.crc;
    entry.size = deflater.size;
    entry.packedSize = deflater.packedSize;
    await this.#write(dataDescriptor(entry));
    this.#open = false;
    return result;
  }

  /** Writes the directory; nothing may be added after. */
  async close(): Promise<void> {
    this.#refuseIfOpen();
    const start = this.#offset;
    for (const entry of this.#entries) await this.#write(centralHeader(entry, this.#limits));
    await this.#write(endOfDirectory(this.#entries.length, this.#offset - start, start, this.#limits));
    this.#open = true;
  }

  #record(name: string, kind: Pick<EntryRecord, "method" | "sizesFollow" | "zip64">): EntryRecord {
    this.#refuseIfOpen();
    const entry = {
      ...kind,
      name: new TextEncoder().encode(name),
      offset: this.#offset,
      modified: this.#modified,
      crc: 0,
      size: 0,
      packedSize: 0,
    };
    this.#entries.push(entry);
    return entry;
  }

  #refuseIfOpen(): void {
    if (this.#open) throw new Error("A zip entry is still open, or the zip file is closed");
  }

  #checkSize(name: string, entry: EntryRecord, size: number): void {
    if (size >= this.#limits.bytes && !entry.zip64) {
      throw new RangeError(`Zip entry "${name}" outgrew 4 GiB without having been declared zip64`);
    }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length;
    await this.#sink.write(bytes);
  }
}
