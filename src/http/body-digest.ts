import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { Context } from "hono";
import { essence } from "./media-types";
import type { AppEnv } from "./route";

/**
 * SHA-256 of bytes as they pass, without a multipart boundary: each sending of the same form draws another one
 * (RFC 2046, section 5.1.1).
 */
export class BodyDigest {
  readonly #hash = createHash("sha256");
  readonly #boundary: Buffer | null;
  /** The end of what came, which may be the beginning of a boundary. */
  #tail: Buffer = Buffer.alloc(0);

  constructor(boundary: string | null) {
    this.#boundary = boundary === null ? null : Buffer.from(boundary);
  }

  update(chunk: Uint8Array): void {
    const boundary = this.#boundary;
    if (boundary === null) {
      this.#hash.update(chunk);
      return;
    }
    let rest: Buffer = Buffer.concat([this.#tail, chunk]);
    for (let at = rest.indexOf(boundary); at >= 0; at = rest.indexOf(boundary)) {
      this.#hash.update(rest.subarray(0, at));
      rest = rest.subarray(at + boundary.length);
    }
    const kept = Math.min(rest.length, boundary.length - 1);
    this.#hash.update(rest.subarray(0, rest.length - kept));
    this.#tail = Buffer.from(rest.subarray(rest.length - kept));
  }

  /** Hex. Once, at the end. */
  hex(): string {
    return this.#hash.update(this.#tail).digest("hex");
  }
}

/** Lets the request's body pass through a digest on its way to whoever reads it. */
export function digestBody(c: Context<AppEnv>): BodyDigest {
  const digest = new BodyDigest(boundaryOf(c.req.header("Content-Type")));
  const { raw } = c.req;
  const passing = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      digest.update(chunk);
      controller.enqueue(chunk);
    },
  });
  if (raw.body !== null) c.req.raw = new Request(raw, { body: raw.body.pipeThrough(passing) });
  return digest;
}

/** Reads a body that nobody else will read to its end. */
export async function drain(c: Context<AppEnv>): Promise<void> {
  for await (const _ of c.req.raw.body ?? []);
}

function boundaryOf(contentType: string | undefined): string | null {
  if (!essence(contentType).startsWith("multipart/")) return null;
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType ?? "") ?? [];
  return quoted ?? plain ?? null;
}
