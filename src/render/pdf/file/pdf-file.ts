import { Buffer } from "node:buffer";
import { deflateSync } from "node:zlib";
import type { ByteSink } from "../../renderer";

/** Finished bytes wait until there are this many; then they go to the sink in one piece. */
const FLUSH_BYTES = 64 * 1024;
/** Content compresses nearly as well at low effort, and deflating is most of the work of a page. */
const PAGE_EFFORT = 3;
const FONT_EFFORT = 6;

/**
 * A PDF file written from its head to its end (ISO 32000-1, 7.5): objects are numbered at will and written
 * when they are finished. What stays in memory is one offset an object.
 */
export class PdfFile {
  /** By object number; undefined for those not written. */
  readonly #offsets: (number | undefined)[] = [undefined];
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #position = 0;

  constructor(private readonly sink: ByteSink) {
    // Bytes above 127 tell transfer programs that the file is binary (7.5.2).
    this.#push("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
  }

  /** A number for an object that is written later. */
  reserve(): number {
    return this.#offsets.push(undefined) - 1;
  }

  /** Writes an indirect object; `body` holds one byte a character. */
  write(number: number, body: string): void {
    this.#offsets[number] = this.#position;
    this.#push(`${number} 0 obj\n${body}\nendobj\n`);
  }

  /** Writes a deflated stream; `entries` are what its dictionary has beside length and filter. */
  writeStream(number: number, entries: string, content: string | Uint8Array): void {
    const isText = typeof content === "string";
    const plain = isText ? Buffer.from(content, "latin1") : content;
    const packed = deflateSync(plain, { level: isText ? PAGE_EFFORT : FONT_EFFORT });
    this.#offsets[number] = this.#position;
    this.#push(`${number} 0 obj\n<<${entries}/Filter/FlateDecode/Length ${packed.length}>>\nstream\n`);
    this.#pushBytes(packed);
    this.#push("\nendstream\nendobj\n");
  }

  /** Writes a stream as it is, for what tools look for in the bytes of a file. */
  writePlainStream(number: number, entries: string, content: Uint8Array): void {
    this.#offsets[number] = this.#position;
    this.#push(`${number} 0 obj\n<<${entries}/Length ${content.length}>>\nstream\n`);
    this.#pushBytes(Buffer.from(content));
    this.#push("\nendstream\nendobj\n");
  }

  /** Whether it is time to await `drain`. */
  get isFull(): boolean {
    return this.#waitingBytes >= FLUSH_BYTES;
  }

  /** Hands finished bytes to the sink when enough of them wait. */
  async drain(): Promise<void> {
    if (this.isFull) await this.#flush();
  }

  /** Cross-reference table and trailer (7.5.4, 7.5.5). `id` is 16 bytes in hex. */
  async end(root: number, info: number, id: string): Promise<void> {
    const start = this.#position;
    const size = this.#offsets.length;
    this.#push(`xref\n0 ${size}\n`);
    for (let first = 0; first < size; first += 1000) {
      const entries = this.#offsets.slice(first, first + 1000).map((offset) =>
        // Object 0 and numbers that were never used are free entries; the free list ends at once.
        offset === undefined ? "0000000000 65535 f \n" : `${String(offset).padStart(10, "0")} 00000 n \n`,
      );
      this.#push(entries.join(""));
      await this.drain();
    }
    this.#push(`trailer\n<</Size ${size}/Root ${root} 0 R/Info ${info} 0 R/ID[<${id}><${id}>]>>\n`);
    this.#push(`startxref\n${start}\n%%EOF\n`);
    await this.#flush();
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    await this.sink.write(bytes);
  }

  #push(text: string): void {
    this.#pushBytes(Buffer.from(text, "latin1"));
  }

  #pushBytes(bytes: Buffer): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#position += bytes.length;
  }
}
