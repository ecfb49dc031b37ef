import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { PART_BYTES } from "../../src/files/multipart-sink";
import { putStream } from "../../src/files/put-stream";

const contentType = "text/csv";

function streamOf(pieces: readonly (string | Uint8Array | Error)[]): ReadableStream<Uint8Array> {
  const rest = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const piece = rest.shift();
      if (piece === undefined) controller.close();
      else if (piece instanceof Error) controller.error(piece);
      else controller.enqueue(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
    },
  });
}

describe("an upload of unknown length", () => {
  it("is stored as it comes", async () => {
    const stored = await putStream(env.BUCKET, "put/plain", streamOf(["a,b\n", "1,2\n"]), {
      limit: 100,
      contentType,
    });
    expect(stored.size_bytes).toBe(8);
    expect(await (await env.BUCKET.get("put/plain"))?.text()).toBe("a,b\n1,2\n");
  });

  it("may be the body of a request, a byte stream", async () => {
    const text = "row\n".repeat(300_000);
    const { body } = new Request("https://x/", { method: "POST", body: text });
    if (!body) throw new Error("no body");
    await putStream(env.BUCKET, "put/body", body, { limit: 10_000_000, contentType });
    expect(await (await env.BUCKET.get("put/body"))?.text()).toBe(text);
  });

  it("takes exactly as many bytes as allowed", async () => {
    const stored = await putStream(env.BUCKET, "put/limit", streamOf(["12345", "67890"]), {
      limit: 10,
      contentType,
    });
    expect(stored.size_bytes).toBe(10);
  });

  it.each([10, PART_BYTES + 10])("is refused beyond %i bytes, and nothing stays", async (limit) => {
    const piece = new Uint8Array(PART_BYTES);
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(piece);
      },
      cancel() {
        cancelled = true;
      },
    });
    const key = `put/too-large-${limit}`;
    await expect(putStream(env.BUCKET, key, endless, { limit, contentType })).rejects.toMatchObject({
      code: "too_large",
      status: 413,
    });
    expect(await env.BUCKET.head(key)).toBeNull();
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(5);
  });

  it("leaves nothing when the client goes away", async () => {
    const broken = streamOf(["a,b\n", new Uint8Array(PART_BYTES), new Error("connection lost")]);
    await expect(putStream(env.BUCKET, "put/broken", broken, { limit: 1e9, contentType })).rejects.toThrow(
      "connection lost",
    );
    expect(await env.BUCKET.head("put/broken")).toBeNull();
  });
});
