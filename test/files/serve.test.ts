import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { attachment } from "../../src/files/disposition";
import { PART_BYTES, R2Sink } from "../../src/files/multipart-sink";
import { type ServeOptions, serveObject } from "../../src/files/serve";

vi.setConfig({ testTimeout: 30_000 }); // megabytes, on a machine that does other things too

const LARGE = PART_BYTES + 70_001;

function patterned(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) bytes[i] = (i * 31 + (i >>> 8) * 7) & 0xff;
  return bytes;
}

async function store(key: string, bytes: Uint8Array, contentType = "text/csv; charset=utf-8"): Promise<void> {
  const sink = new R2Sink(env.BUCKET, key, { contentType, contentDisposition: attachment("Größe.csv") });
  await sink.write(bytes);
  await sink.finish();
}

beforeAll(async () => {
  await store("serve/small", patterned(1_000));
  await store("serve/large", patterned(LARGE));
  await store("serve/empty", new Uint8Array(0));
  await store(
    "serve/page",
    new TextEncoder().encode("<script>alert(1)</script>"),
    "text/html; charset=utf-8",
  );
});

async function ask(
  key: string,
  headers: Record<string, string> = {},
  method = "GET",
  options?: ServeOptions,
): Promise<Response> {
  const request = new Request("https://x/", { method, headers });
  const response = await serveObject(request, env.BUCKET, key, options);
  if (!response) throw new Error("there is no such object");
  return response;
}

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

/** Compared natively: a byte-by-byte matcher takes seconds on megabytes. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

describe("C10, C11: a stored file", () => {
  it("comes whole, with its type, name, length, tag and digest", async () => {
    const response = await ask("serve/small");
    const bytes = patterned(1_000);
    const digest = Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("base64");
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      "accept-ranges": "bytes",
      "cache-control": "private, no-cache, no-transform",
      "content-disposition": "attachment; filename=\"Gro_e.csv\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.csv",
      "content-length": "1000",
      "content-type": "text/csv; charset=utf-8",
      etag: expect.stringMatching(/^"[0-9a-f]+"$/),
      "last-modified": expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/),
      "referrer-policy": "no-referrer",
      "repr-digest": `sha-256=:${digest}:`,
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
    });
    expect(same(await bytesOf(response), bytes)).toBe(true);
  });

  it("answers HEAD with the same headers and nothing else", async () => {
    for (const key of ["serve/small", "serve/large", "serve/empty"]) {
      const get = await ask(key);
      await get.body?.cancel();
      const head = await ask(key, {}, "HEAD");
      expect(head.status).toBe(200);
      expect(head.body).toBeNull();
      expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers));
    }
  });

  it("ignores Range on HEAD (RFC 9110 §14.2)", async () => {
    const head = await ask("serve/small", { Range: "bytes=0-1" }, "HEAD");
    expect(head.status).toBe(200);
    expect(head.headers.get("Content-Length")).toBe("1000");
  });

  it("may be empty", async () => {
    for (const range of ["bytes=0-", "bytes=-1", ""]) {
      const response = await ask("serve/empty", { Range: range });
      expect(response.status).toBe(200);
      expect(response.headers.get("Content-Length")).toBe("0");
      expect((await bytesOf(response)).length).toBe(0);
    }
  });

  it("is shut in when it is HTML", async () => {
    const response = await ask("serve/page");
    await response.body?.cancel();
    const policy = response.headers.get("Content-Security-Policy") ?? "";
    expect(policy).toMatch(/^sandbox; default-src 'none';/);
    expect(policy).not.toMatch(/allow-|script|https?:|\*/);
  });

  it("takes name and digest from who knows them", async () => {
    const sha256 = "00ff".repeat(16);
    const response = await ask("serve/large", {}, "HEAD", { sha256, contentDisposition: "inline" });
    expect(response.headers.get("Content-Disposition")).toBe("inline");
    expect(response.headers.get("Repr-Digest")).toBe(
      `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
    );
  });

  it("is null when it is not there", async () => {
    for (const init of [{}, { method: "HEAD" }, { headers: { Range: "bytes=0-1" } }]) {
      expect(await serveObject(new Request("https://x/", init), env.BUCKET, "serve/none")).toBeNull();
    }
  });
});

describe("parts of a file (RFC 9110 §14)", () => {
  it.each([
    ["serve/small", 1_000, 150],
    ["serve/large", LARGE, 15],
  ])("C11: %s gives any single range byte for byte", async (key, size, numRuns) => {
    const bytes = patterned(size);
    const place = fc.oneof(
      fc.nat({ max: size + 10 }),
      fc.constantFrom(0, size - 1, size, PART_BYTES - 1, PART_BYTES),
    );
    const range = fc.oneof(
      fc.tuple(place, place).map(([a, b]) => ({ header: `${a}-${b}`, first: a, end: b + 1, valid: a <= b })),
      place.map((a) => ({ header: `${a}-`, first: a, end: size, valid: true })),
      place.map((n) => ({
        header: `-${n}`,
        first: n === 0 ? size : Math.max(size - n, 0),
        end: size,
        valid: true,
      })),
    );
    await fc.assert(
      fc.asyncProperty(range, async ({ header, first, end, valid }) => {
        const headers = { Range: `bytes=${header}` };
        if (valid && first >= size) {
          await expect(ask(key, headers)).rejects.toMatchObject({
            status: 416,
            headers: { "Content-Range": `bytes */${size}`, "Accept-Ranges": "bytes" },
          });
          return;
        }
        const response = await ask(key, headers);
        const expected = valid ? bytes.subarray(first, end) : bytes;
        expect(response.status).toBe(valid ? 206 : 200);
        expect(response.headers.get("Content-Range")).toBe(
          valid ? `bytes ${first}-${first + expected.length - 1}/${size}` : null,
        );
        expect(response.headers.get("Content-Length")).toBe(String(expected.length));
        expect(same(await bytesOf(response), expected)).toBe(true);
      }),
      { numRuns },
    );
  });

  it("put together are the whole", async () => {
    const parts: Uint8Array[] = [];
    for (let from = 0; from < LARGE; from += 1_500_000) {
      parts.push(await bytesOf(await ask("serve/large", { Range: `bytes=${from}-${from + 1_499_999}` })));
    }
    expect(same(Buffer.concat(parts), patterned(LARGE))).toBe(true);
  });

  it.each(["bytes=0-1,5-6", "lines=1-2", "bytes=x", "bytes=9-1"])("%s is ignored", async (range) => {
    const response = await ask("serve/small", { Range: range });
    expect(response.status).toBe(200);
    expect((await bytesOf(response)).length).toBe(1_000);
  });

  it("resume only what has not changed (If-Range)", async () => {
    const head = await ask("serve/small", {}, "HEAD");
    const etag = head.headers.get("ETag") ?? "";
    const modified = head.headers.get("Last-Modified") ?? "";
    for (const [validator, status] of [
      [etag, 206],
      [modified, 206],
      ['"other"', 200],
      [`W/${etag}`, 200],
      ["Sun, 06 Nov 1994 08:49:37 GMT", 200],
    ] as const) {
      const response = await ask("serve/small", { Range: "bytes=990-", "If-Range": validator });
      expect([validator, response.status, (await bytesOf(response)).length]).toEqual([
        validator,
        status,
        status === 206 ? 10 : 1_000,
      ]);
    }
  });
});

describe("conditions on a file (RFC 9110 §13)", () => {
  it("say 304 with the tag and without a body, for GET, HEAD and a range", async () => {
    const head = await ask("serve/small", {}, "HEAD");
    const etag = head.headers.get("ETag") ?? "";
    const since = head.headers.get("Last-Modified") ?? "";
    for (const [name, value] of [
      ["If-None-Match", etag],
      ["If-None-Match", `"x", W/${etag}`],
      ["If-Modified-Since", since],
    ] as const) {
      for (const [method, range] of [["GET"], ["HEAD"], ["GET", "bytes=0-1"]]) {
        const headers = { [name]: value, ...(range && { Range: range }) };
        const response = await ask("serve/small", headers, method);
        expect(response.status).toBe(304);
        expect(response.body).toBeNull();
        expect(response.headers.get("ETag")).toBe(etag);
        expect(response.headers.get("Cache-Control")).toBe("private, no-cache, no-transform");
        expect(response.headers.has("Content-Length")).toBe(false);
      }
    }
  });

  it.each<Record<string, string>>([
    { "If-Match": '"other"' },
    { "If-Unmodified-Since": "Sun, 06 Nov 1994 08:49:37 GMT" },
  ])("say 412 to %j", async (headers) => {
    for (const method of ["GET", "HEAD"]) {
      await expect(ask("serve/small", headers, method)).rejects.toMatchObject({
        code: "precondition_failed",
      });
    }
    // A condition that fails comes before a range that cannot be.
    await expect(ask("serve/small", { ...headers, Range: "bytes=5000-" })).rejects.toMatchObject({
      status: 412,
    });
  });

  it("let through what holds", async () => {
    const etag = (await ask("serve/small", {}, "HEAD")).headers.get("ETag") ?? "";
    const response = await ask("serve/small", { "If-Match": etag, "If-None-Match": '"other"' });
    expect(response.status).toBe(200);
    await response.body?.cancel();
  });

  it("see a new tag when the bytes change, and only then", async () => {
    const tag = async () => (await ask("serve/changing", {}, "HEAD")).headers.get("ETag");
    await store("serve/changing", patterned(LARGE));
    const first = await tag();
    await store("serve/changing", patterned(LARGE));
    expect(await tag()).toBe(first);
    const other = patterned(LARGE);
    other[LARGE - 1] = 255 - (other[LARGE - 1] ?? 0);
    await store("serve/changing", other);
    expect(await tag()).not.toBe(first);
  });
});
