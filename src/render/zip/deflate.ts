import { constants, crc32, deflateRawSync } from "node:zlib";
import type { ByteSink } from "../renderer";

/** Bytes deflated at a time. Each block starts with an empty window, which costs about 1 % at this size. */
const BLOCK_BYTES = 256 * 1024;

/** zlib's level: on row XML, 2 takes a third of the time of the default 6 for a fifth more bytes. */
const LEVEL = 2;

/**
 * Deflates (RFC 1951) bytes as they come and passes them on, block by block. A block is compressed
 * by one call and ends on a byte boundary (zlib's sync flush), so that blocks simply follow each
 * other and nothing is queued: a write returns when the sink took what it made. `CompressionStream`
 * takes any amount without waiting for its reader (workerd 2026-11), which no memory limit survives.
 */
export class Deflater implements ByteSink {
  readonly #sink: ByteSink;
  readonly #block = new Uint8Array(BLOCK_BYTES);
  #filled = 0;
  crc = 0;
  size = 0;
  packedSize = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length; ) {
      const part = bytes.subarray(from, from + BLOCK_BYTES - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      from += part.length;
      if (this.#filled === BLOCK_BYTES) await this.#emit(constants.Z_SYNC_FLUSH);
    }
  }

  /** Writes the last block; the sizes and the CRC-32 are final after this. */
  async end(): Promise<void> {
    await this.#emit(constants.Z_FINISH);
  }

  async #emit(finishFlush: number): Promise<void> {
    const block = this.#block.subarray(0, this.#filled);
    this.crc = crc32(block, this.crc);
    this.size += block.length;
    this.#filled = 0;
    const packed = deflateRawSync(block, { level: LEVEL, finishFlush, chunkSize: 64 * 1024 });
    this.packedSize += packed.length;
    await this.#sink.write(packed);
  }
}
