import { constants, crc32, deflateRawSync } from "node:zlib";
import type { ByteSink } from "../render/renderer";

/** RFC 1952 §2.3: deflate, no flags, no time, fastest level, unknown system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255);
/** RFC 1951 §3.2.6: an empty last block of fixed codes. */
const LAST_BLOCK = Uint8Array.of(3, 0);

/**
 * One gzip member out of many writes. Each write is deflated by itself and ends on a byte (a sync flush),
 * so the pieces follow each other as one stream that any gzip reader opens. At level 1 this runs five times
 * as fast as `CompressionStream`, whose level cannot be set, for a fifth more bytes. Write 64 KiB and more
 * at a time: a piece refers to nothing in the pieces before it.
 */
export class GzipSink implements ByteSink {
  readonly #target: ByteSink;
  #crc = 0;
  #size = 0;

  constructor(target: ByteSink) {
    this.#target = target;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#size === 0) await this.#target.write(HEADER);
    this.#crc = crc32(bytes, this.#crc);
    this.#size += bytes.length;
    await this.#target.write(deflateRawSync(bytes, { level: 1, finishFlush: constants.Z_SYNC_FLUSH }));
  }

  /** Ends the member. The target stays open. */
  async finish(): Promise<void> {
    if (this.#size === 0) await this.#target.write(HEADER);
    const trailer = new DataView(new ArrayBuffer(8));
    trailer.setUint32(0, this.#crc, true);
    trailer.setUint32(4, this.#size % 2 ** 32, true);
    await this.#target.write(LAST_BLOCK);
    await this.#target.write(new Uint8Array(trailer.buffer));
  }
}
