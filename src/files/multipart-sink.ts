import { createHash } from "node:crypto";
import type { ByteSink } from "../render/renderer";
import { pastPassingFailures } from "./passing-failure";

/** R2 takes parts from 5 MiB, all of one size but the last. */
export const PART_BYTES = 5 * 1024 * 1024;
const FIRST_BUFFER_BYTES = 64 * 1024;

/** What R2 keeps beside the bytes. It must be known before the first part goes out. */
export interface ObjectFacts {
  readonly contentType: string;
  /** A whole `Content-Disposition` value, see disposition.ts. */
  readonly contentDisposition?: string;
  /** At most 8,192 bytes together. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface StoredBytes {
  readonly size_bytes: number;
  /** Of all bytes, 64 hex digits. */
  readonly sha256: string;
}

/**
 * Writes one R2 object from bytes as they are made. Up to 5 MiB it is a single put, whose SHA-256 R2 checks
 * and keeps; more goes up in parts, one uploading while the next fills, so two parts are held at most.
 * Nothing is visible under the key before `finish`; after any failure call `abort`.
 */
export class R2Sink implements ByteSink {
  readonly #bucket: R2Bucket;
  readonly #key: string;
  readonly #facts: ObjectFacts;
  readonly #hash = createHash("sha256");
  readonly #parts: R2UploadedPart[] = [];
  #buffer = new Uint8Array(FIRST_BUFFER_BYTES);
  #spare: Uint8Array<ArrayBuffer> | null = null;
  #filled = 0;
  #size = 0;
  #upload: R2MultipartUpload | null = null;
  #sending: Promise<R2UploadedPart> | null = null;
  #closed = false;

  constructor(bucket: R2Bucket, key: string, facts: ObjectFacts) {
    this.#bucket = bucket;
    this.#key = key;
    this.#facts = facts;
  }

  /** Bytes taken so far. */
  get size(): number {
    return this.#size;
  }

  /** Copies the bytes; the caller may reuse its buffer once this resolves. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#closed) throw new Error("This object is already finished or given up.");
    this.#hash.update(bytes);
    this.#size += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      if (this.#filled === PART_BYTES) await this.#sendPart();
      const piece = bytes.subarray(at, at + PART_BYTES - this.#filled);
      this.#reserve(this.#filled + piece.length);
      this.#buffer.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
    }
  }

  /** Makes the object visible, whole. On failure nothing is left behind. */
  async finish(): Promise<StoredBytes> {
    if (this.#closed) throw new Error("This object is already finished or given up.");
    const sha256 = this.#hash.digest("hex");
    try {
      if (this.#upload) await this.#completeParts(this.#upload);
      else await this.#putWhole(sha256);
    } catch (error) {
      await this.abort();
      throw error;
    }
    this.#closed = true;
    this.#release();
    return { size_bytes: this.#size, sha256 };
  }

  /** Gives up and removes parts already stored. Never throws: R2 itself drops unfinished uploads after 7 days. */
  async abort(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled([this.#sending]);
    await Promise.allSettled([this.#upload?.abort()]);
    this.#release();
  }

  async #putWhole(sha256: string): Promise<void> {
    const bytes = this.#buffer.subarray(0, this.#filled);
    const options = { ...this.#storedFacts(), sha256 };
    await pastPassingFailures(() => this.#bucket.put(this.#key, bytes, options));
  }

  async #completeParts(upload: R2MultipartUpload): Promise<void> {
    await this.#sendPart();
    await this.#settlePart();
    await upload.complete(this.#parts);
  }

  /** Starts uploading what is filled and goes on with the other buffer, after the part before has arrived. */
  async #sendPart(): Promise<void> {
    this.#upload ??= await pastPassingFailures(() =>
      this.#bucket.createMultipartUpload(this.#key, this.#storedFacts()),
    );
    await this.#settlePart();
    const upload = this.#upload;
    const part = this.#buffer.subarray(0, this.#filled);
    const number = this.#parts.length + 1;
    this.#sending = pastPassingFailures(() => upload.uploadPart(number, part));
    this.#sending.catch(() => {}); // is thrown where it is awaited: the next part, `finish` or never
    const next = this.#spare ?? new Uint8Array(PART_BYTES);
    this.#spare = this.#buffer;
    this.#buffer = next;
    this.#filled = 0;
  }

  async #settlePart(): Promise<void> {
    if (!this.#sending) return;
    this.#parts.push(await this.#sending);
    this.#sending = null;
  }

  #storedFacts() {
    const { contentType, contentDisposition, metadata } = this.#facts;
    const httpMetadata = { contentType, ...(contentDisposition && { contentDisposition }) };
    return { httpMetadata, ...(metadata && { customMetadata: { ...metadata } }) };
  }

  /** Grows by doubling, so that a small file does not pay for a whole part. */
  #reserve(bytes: number): void {
    if (bytes <= this.#buffer.length) return;
    let length = this.#buffer.length;
    while (length < bytes) length *= 2;
    const larger = new Uint8Array(Math.min(length, PART_BYTES));
    larger.set(this.#buffer.subarray(0, this.#filled));
    this.#buffer = larger;
  }

  #release(): void {
    this.#buffer = new Uint8Array(0);
    this.#spare = null;
  }
}
