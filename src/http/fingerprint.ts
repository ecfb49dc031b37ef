import { createHash, type Hash } from "node:crypto";
import type { Context } from "hono";
import { essence } from "./media-types";
import type { AppEnv } from "./route";

/**
 * SHA-256 (hex) of what makes two requests the same: path, query and JSON body, whatever the order of its
 * keys. Of a streamed body (`body` undefined) only the type is known yet; see body-digest.ts.
 */
export function requestFingerprint(c: Context<AppEnv>, body: unknown): string {
  const query = [...new URL(c.req.url).searchParams].sort();
  const content = body === undefined ? [essence(c.req.header("Content-Type"))] : body;
  const canonical = new CanonicalHash();
  canonical.add([c.req.method, c.req.path, query]);
  canonical.add(content);
  return canonical.digest();
}

const PIECE = 64 * 1024;

/** Hashes JSON values with the keys of objects in order, a piece at a time: a copy of a large body has no room. */
class CanonicalHash {
  readonly #hash: Hash = createHash("sha256");
  #pending = "";

  add(value: unknown): void {
    if (Array.isArray(value)) {
      this.#write("[");
      for (const inner of value) this.add(inner);
      this.#write("]");
    } else if (typeof value === "object" && value !== null) {
      const object = value as Readonly<Record<string, unknown>>;
      this.#write("{");
      for (const key of Object.keys(object).sort()) {
        this.#write(`${JSON.stringify(key)}:`);
        this.add(object[key]);
      }
      this.#write("}");
    } else this.#write(`${JSON.stringify(value)},`);
  }

  digest(): string {
    this.#hash.update(this.#pending);
    return this.#hash.digest("hex");
  }

  #write(text: string): void {
    this.#pending += text;
    if (this.#pending.length < PIECE) return;
    this.#hash.update(this.#pending);
    this.#pending = "";
  }
}
