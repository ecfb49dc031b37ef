import { Buffer } from "node:buffer";
import { Problem } from "../http/problem";
import { judge, rangeCounts, type Validators } from "./conditions";
import { type ByteRange, parseRange } from "./range";

export interface ServeOptions {
  /** Replaces the stored `Content-Disposition`. */
  readonly contentDisposition?: string;
  /** Hex, of the whole; for objects uploaded in parts only our database knows it. */
  readonly sha256?: string | undefined;
}

/**
 * A report is data of other people: whatever stands in its HTML may neither run, load nor send.
 * Styles and pictures inside the file are what its look is made of.
 */
const HTML_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Caches of a browser may keep it to resume a download, but must ask each time, so that a link ends when it
 * ends. `no-transform` keeps the edge from compressing, which would weaken the tag and break ranges.
 */
const CACHE_CONTROL = "private, no-cache, no-transform";

/** A request with one of these may want less than the whole body. */
const SELECTIVE = ["Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"];

/**
 * Answers GET and HEAD for one R2 object, streaming, with conditions (RFC 9110 §13) and a single range (§14).
 * One R2 read, or two for a range or a condition that holds. Null if there is no such object.
 * Throws `precondition_failed` and `range_not_satisfiable`.
 */
export async function serveObject(
  request: Request,
  bucket: R2Bucket,
  key: string,
  options: ServeOptions = {},
): Promise<Response | null> {
  if (request.method === "GET" && !SELECTIVE.some((name) => request.headers.has(name))) {
    const object = await bucket.get(key);
    return object && new Response(object.body, { headers: headersOf(object, options, object.size) });
  }
  const object = await bucket.head(key);
  if (!object) return null;
  const verdict = judge(request.headers, validatorsOf(object));
  if (verdict === "failed")
    throw new Problem("precondition_failed", "The file is not the one that you know.");
  if (verdict === "not_modified") return new Response(null, { status: 304, headers: cacheHeaders(object) });
  if (request.method === "HEAD")
    return new Response(null, { headers: headersOf(object, options, object.size) });
  return servePart(request.headers, bucket, object, options);
}

async function servePart(asked: Headers, bucket: R2Bucket, object: R2Object, options: ServeOptions) {
  const header = rangeCounts(asked, validatorsOf(object)) ? asked.get("Range") : null;
  const range = header === null ? null : parseRange(header, object.size);
  if (range === "unsatisfiable") {
    throw new Problem("range_not_satisfiable", `The file has ${object.size} bytes.`, {
      headers: { "Content-Range": `bytes */${object.size}`, "Accept-Ranges": "bytes" },
    });
  }
  const onlyIf = { etagMatches: object.etag };
  const part = await bucket.get(object.key, range ? { onlyIf, range: r2Range(range) } : { onlyIf });
  // It was removed or written anew between the two reads: as if it had not been there.
  if (!part || !("body" in part)) return null;
  if (!range) return new Response(part.body, { headers: headersOf(object, options, object.size) });
  const headers = headersOf(object, options, range.last - range.first + 1);
  headers.set("Content-Range", `bytes ${range.first}-${range.last}/${object.size}`);
  return new Response(part.body, { status: 206, headers });
}

function r2Range({ first, last }: ByteRange) {
  return { offset: first, length: last - first + 1 };
}

function validatorsOf(object: R2Object): Validators {
  return { etag: object.httpEtag, modified: Math.floor(object.uploaded.getTime() / 1000) };
}

/** What a 304 carries too (RFC 9110 §15.4.5). */
function cacheHeaders(object: R2Object): Headers {
  const { etag, modified } = validatorsOf(object);
  return new Headers({
    ETag: etag,
    "Last-Modified": new Date(modified * 1000).toUTCString(),
    "Cache-Control": CACHE_CONTROL,
  });
}

function headersOf(object: R2Object, options: ServeOptions, length: number): Headers {
  const { contentType = "application/octet-stream", contentDisposition = "attachment" } =
    object.httpMetadata ?? {};
  const headers = cacheHeaders(object);
  headers.set("Content-Type", contentType);
  headers.set("Content-Length", String(length));
  headers.set("Content-Disposition", options.contentDisposition ?? contentDisposition);
  headers.set("Accept-Ranges", "bytes");
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("X-Robots-Tag", "noindex");
  headers.set("Referrer-Policy", "no-referrer");
  if (/^text\/html\b/i.test(contentType)) headers.set("Content-Security-Policy", HTML_POLICY);
  const sha256 = options.sha256 ?? hex(object.checksums.sha256);
  // RFC 9530 §3: of the whole, also beside a part of it.
  if (sha256) headers.set("Repr-Digest", `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`);
  return headers;
}

function hex(bytes: ArrayBuffer | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString("hex");
}
