import { env } from "cloudflare:workers";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { PART_BYTES, R2Sink } from "../../src/files/multipart-sink";

vi.setConfig({ testTimeout: 30_000 }); // megabytes, on a machine that does other things too

const facts = {
  contentType: "text/csv",
  contentDisposition: 'attachment; filename="a.csv"',
  metadata: { rows: "7" },
};

/** Bytes with a period that is prime, so that a piece in the wrong place shows. */
function patterned(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < Math.min(length, 65_537); i += 1) bytes[i] = (i * 31 + (i >>> 8) * 7) & 0xff;
  for (let filled = 65_537; filled < length; filled *= 2) bytes.copyWithin(filled, 0, filled);
  return bytes;
}

async function stored(key: string): Promise<Uint8Array> {
  const object = await env.BUCKET.get(key);
  if (!object) throw new Error("nothing is stored");
  return new Uint8Array(await object.arrayBuffer());
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The real bucket, with the calls on it counted and some of them failing once. */
function watched(bucket: R2Bucket, failing: Record<string, string> = {}) {
  const calls: string[] = [];
  const failures = new Map(Object.entries(failing));
  const watch = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(inner, name) {
        const value: unknown = Reflect.get(inner, name, inner);
        if (typeof value !== "function") return value;
        return async (...args: unknown[]) => {
          calls.push(String(name));
          const failure = failures.get(String(name));
          failures.delete(String(name));
          if (failure) throw new Error(failure);
          const result: unknown = await value.apply(inner, args);
          return name === "createMultipartUpload" ? watch(result as object) : result;
        };
      },
    });
  return { bucket: watch(bucket), calls };
}

describe("writing one R2 object", () => {
  it("is a single put up to 5 MiB, checked by R2 against its SHA-256", async () => {
    const { bucket, calls } = watched(env.BUCKET);
    const sink = new R2Sink(bucket, "sink/one-put", facts);
    const bytes = patterned(PART_BYTES);
    for (let at = 0; at < bytes.length; at += 70_001) await sink.write(bytes.subarray(at, at + 70_001));
    expect(await sink.finish()).toEqual({ size_bytes: PART_BYTES, sha256: sha256(bytes) });
    expect(calls).toEqual(["put"]);
    const head = await env.BUCKET.head("sink/one-put");
    expect(head?.httpMetadata).toMatchObject({
      contentType: "text/csv",
      contentDisposition: facts.contentDisposition,
    });
    expect(head?.customMetadata).toEqual({ rows: "7" });
    expect(head?.checksums.toJSON().sha256).toBe(sha256(bytes));
    expect(sha256(await stored("sink/one-put"))).toBe(sha256(bytes));
  });

  it("C11: goes up in equal parts beyond that", async () => {
    const { bucket, calls } = watched(env.BUCKET);
    const sink = new R2Sink(bucket, "sink/parts", facts);
    const bytes = patterned(2 * PART_BYTES + 123);
    for (let at = 0; at < bytes.length; at += 1_000_003) await sink.write(bytes.subarray(at, at + 1_000_003));
    expect(await sink.finish()).toEqual({ size_bytes: bytes.length, sha256: sha256(bytes) });
    expect(calls).toEqual(["createMultipartUpload", "uploadPart", "uploadPart", "uploadPart", "complete"]);
    expect(sha256(await stored("sink/parts"))).toBe(sha256(bytes));
    const head = await env.BUCKET.head("sink/parts");
    expect(head?.httpMetadata?.contentDisposition).toBe(facts.contentDisposition);
    expect(head?.customMetadata).toEqual({ rows: "7" });
  });

  it("has no empty last part when it ends with a whole one", async () => {
    const { bucket, calls } = watched(env.BUCKET);
    const sink = new R2Sink(bucket, "sink/exact", facts);
    const bytes = patterned(2 * PART_BYTES);
    await sink.write(bytes); // one write that is longer than a part
    await sink.finish();
    expect(calls.filter((call) => call === "uploadPart")).toHaveLength(2);
    expect(sha256(await stored("sink/exact"))).toBe(sha256(bytes));
  });

  it("may be empty", async () => {
    const sink = new R2Sink(env.BUCKET, "sink/empty", facts);
    expect(await sink.finish()).toEqual({ size_bytes: 0, sha256: sha256(new Uint8Array(0)) });
    expect((await stored("sink/empty")).length).toBe(0);
  });

  it("keeps nothing of the caller's buffer: it may be reused after each write", async () => {
    const sink = new R2Sink(env.BUCKET, "sink/reused", facts);
    const buffer = new Uint8Array(3);
    for (const value of [1, 2, 3]) await sink.write(buffer.fill(value));
    await sink.finish();
    expect([...(await stored("sink/reused"))]).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
  });

  it("is the same bytes however they come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 200_000 }), { maxLength: 8 }),
        fc.nat(),
        async (lengths, id) => {
          const bytes = patterned(lengths.reduce((sum, length) => sum + length, 0));
          const sink = new R2Sink(env.BUCKET, `sink/any/${id}`, facts);
          let at = 0;
          for (const length of lengths) {
            await sink.write(bytes.subarray(at, at + length));
            at += length;
          }
          const { sha256: hash } = await sink.finish();
          expect(hash).toBe(sha256(bytes));
          expect(sha256(await stored(`sink/any/${id}`))).toBe(hash);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe("an unfinished object", () => {
  it.each([10, 2 * PART_BYTES + 5])("never appears, after %i bytes", async (length) => {
    const { bucket, calls } = watched(env.BUCKET);
    const key = `sink/aborted-${length}`;
    const sink = new R2Sink(bucket, key, facts);
    await sink.write(patterned(length));
    expect(await env.BUCKET.head(key)).toBeNull();
    await sink.abort();
    await sink.abort();
    expect(await env.BUCKET.head(key)).toBeNull();
    expect(calls.includes("abort")).toBe(length > PART_BYTES);
    await expect(sink.write(new Uint8Array(1))).rejects.toThrow("given up");
    await expect(sink.finish()).rejects.toThrow("given up");
  });

  it("leaves what was under the key before as it was", async () => {
    await env.BUCKET.put("sink/before", "old");
    const sink = new R2Sink(env.BUCKET, "sink/before", facts);
    await sink.write(patterned(PART_BYTES * 2));
    await sink.abort();
    expect(await (await env.BUCKET.get("sink/before"))?.text()).toBe("old");
  });

  it.each(["uploadPart", "complete"])("is removed when %s fails for good", async (call) => {
    const { bucket, calls } = watched(env.BUCKET, { [call]: "The bucket does not exist. (10006)" });
    const key = `sink/failed-${call}`;
    const sink = new R2Sink(bucket, key, facts);
    const work = async () => {
      for (let part = 0; part < 4; part += 1) await sink.write(patterned(PART_BYTES));
      await sink.finish();
    };
    await expect(work()).rejects.toThrow("10006");
    await sink.abort();
    expect(calls).toContain("abort");
    expect(await env.BUCKET.head(key)).toBeNull();
  });

  it.each([
    ["put", 10],
    ["createMultipartUpload", PART_BYTES + 1],
    ["uploadPart", 2 * PART_BYTES + 1],
  ])("U10: comes through a passing failure of %s", async (call, length) => {
    const { bucket } = watched(env.BUCKET, {
      [call]: `${call}: We encountered an internal error. Please try again. (10001)`,
    });
    const sink = new R2Sink(bucket, `sink/passing-${call}`, facts);
    const bytes = patterned(length);
    await sink.write(bytes);
    await sink.finish();
    expect(sha256(await stored(`sink/passing-${call}`))).toBe(sha256(bytes));
  });
});
