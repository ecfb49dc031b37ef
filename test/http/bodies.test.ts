import { z } from "@hono/zod-openapi";
import { describe, expect, it } from "vitest";
import { expectProblem, sampleApp } from "../support";
import { sampleRoute } from "../support/sample-routes";

const LIMITS = { MAX_JSON_BODY_BYTES: "1000", MAX_ROWS_BODY_BYTES: "2000", MAX_UPLOAD_BYTES: "3000" };
const PATH = "/api/v1/sample";
const schema = z.strictObject({ name: z.string().min(1).optional(), deep: z.unknown().optional() });

const jsonRoute = (required: boolean) =>
  sampleRoute((c) => c.json({ got: c.req.valid("json" as never) }), {
    request: { body: { required, content: { "application/json": { schema } } } },
  });
const json = sampleApp([jsonRoute(true)], LIMITS);
const JSON_TYPE = { "Content-Type": "application/json" };

const post = (body: unknown, headers: Record<string, string> = JSON_TYPE) =>
  json("POST", PATH, { body, headers });

/** A body whose length is not declared, in pieces. */
const chunked = (...pieces: (string | Uint8Array)[]) =>
  new ReadableStream({
    start(controller) {
      for (const piece of pieces) {
        controller.enqueue(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
      }
      controller.close();
    },
  });

describe("a JSON body", () => {
  it.each([
    "application/json",
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/merge-patch+json",
  ])("is taken as %s", async (type) => {
    const response = await post('{"name":"a"}', { "Content-Type": type });
    expect(await response.json()).toEqual({ got: { name: "a" } });
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/xml",
    "multipart/form-data; boundary=x",
  ])("is refused as %s", async (type) => {
    const response = await post('{"name":"a"}', { "Content-Type": type });
    expect(response.headers.get("Accept")).toBe("application/json");
    await expectProblem(response, "unsupported_media_type");
  });

  it("without a content type is 415", async () => {
    await expectProblem(await post(chunked('{"name":"a"}'), {}), "unsupported_media_type");
  });

  it.each([
    ['{"name": "a",}', "line 1, column 14"],
    ['{"name": nope}', "line 1, column 11"],
    ['{\n  "name": "a"\n  "deep": 1\n}', "line 3, column 3"],
    ["secret-text", "line 1, column 1"],
    ["{'name': 1}", "line 1, column 2"],
    ['{"name": "a"}}', "line 1, column 14"],
    ['{"name": "a"', "ends too early"],
    ['{"name": "a', "ends too early"],
    ["[1, 2", "ends too early"],
  ])("H13: %j is malformed, at %s", async (body, where) => {
    const { detail } = await expectProblem(await post(body), "malformed_request");
    expect(detail).toContain(where);
    expect(detail).not.toContain("secret");
  });

  it.each(["", "  \n "])("H13: %j is empty where a body is required", async (body) => {
    const { detail } = await expectProblem(await post(body), "malformed_request");
    expect(detail).toBe("The body is empty: send a JSON document.");
  });

  it("may be missing where none is required, and then its defaults hold", async () => {
    const withDefault = sampleRoute((c) => c.json(c.req.valid("json" as never)), {
      request: {
        body: { content: { "application/json": { schema: z.object({ limit: z.int().default(20) }) } } },
      },
    });
    const app = sampleApp([withDefault]);
    expect(await (await app("POST", PATH)).json()).toEqual({ limit: 20 });
    expect(await (await app("POST", PATH, { body: "", headers: JSON_TYPE })).json()).toEqual({ limit: 20 });
    await expectProblem(await app("POST", PATH, { body: { limit: "x" } }), "validation_failed");
  });

  it("that is no UTF-8 is malformed rather than altered", async () => {
    const body = new Uint8Array([
      ...new TextEncoder().encode('{"name":"'),
      0xff,
      0xfe,
      ...new TextEncoder().encode('"}'),
    ]);
    await expectProblem(await post(body), "malformed_request");
    await expectProblem(await post(new Uint8Array([0x22, 0xe2, 0x82])), "malformed_request");
  });

  it("with a byte order mark, or cut within a character, reads the same", async () => {
    const bytes = new TextEncoder().encode('\ufeff{"name":"é€😀"}');
    const response = await post(chunked(...Array.from(bytes, (byte) => new Uint8Array([byte]))));
    expect(await response.json()).toEqual({ got: { name: "é€😀" } });
  });

  it("nested beyond reason is refused", async () => {
    const nested = (depth: number) => `{"deep":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect((await post(nested(63))).status).toBe(200);
    await expectProblem(await post(nested(64)), "malformed_request");
    await expectProblem(await post('{"deep":'.repeat(100)), "malformed_request");
    expect((await post(`{"name":"${"[".repeat(500)}\\"["}`)).status).toBe(200);
  });

  it("of half a million brackets is refused without harm", async () => {
    const app = sampleApp([jsonRoute(true)]);
    const bombs = ["[".repeat(500_000), '"a\\'.repeat(300_000), '{"a":'.repeat(150_000)];
    for (const body of bombs) {
      await expectProblem(await app("POST", PATH, { body, headers: JSON_TYPE }), "malformed_request");
    }
  });

  it("with more values than memory could complain about is refused, and with fewer complains briefly", async () => {
    const list = sampleRoute((c) => c.json({}), {
      request: { body: { required: true, content: { "application/json": { schema: z.array(z.string()) } } } },
    });
    const send = (values: number) =>
      sampleApp([list])("POST", PATH, { body: `[${"1,".repeat(values - 1)}1]`, headers: JSON_TYPE });
    await expectProblem(await send(100_001), "too_large");
    const { errors = {} } = await expectProblem(await send(100_000), "validation_failed");
    expect(Object.keys(errors)).toHaveLength(50);
  });

  it("cannot reach prototypes, whatever its keys", async () => {
    const response = await post(
      '{"name":"a","deep":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
    );
    expect(response.status).toBe(200);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    const { errors } = await expectProblem(await post('{"__proto__":{"name":1}}'), "validation_failed");
    expect(JSON.stringify(errors)).toContain("__proto__");
  });

  it("with a key twice takes the last, as JSON.parse does", async () => {
    expect(await (await post('{"name":"a","name":"b"}')).json()).toEqual({ got: { name: "b" } });
  });
});

describe("a body over the limit", () => {
  it("is refused by its declared length, before it is read", async () => {
    const body = new FixedLengthStream(1001).readable; // never written to: reading it would hang
    const { detail } = await expectProblem(
      await post(body, { ...JSON_TYPE, "Content-Length": "1001" }),
      "too_large",
    );
    expect(detail).toBe("The body may have at most 1,000 bytes. This one has 1,001.");
  });

  it("is cut off where it passes the limit when its length is not declared", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 100;
        controller.enqueue(new TextEncoder().encode(" ".repeat(100)));
      },
    });
    await expectProblem(await post(endless), "too_large");
    expect(sent).toBeLessThan(10_000);
  });

  it("fits up to the last byte", async () => {
    const body = `{"name":"${"x".repeat(1000 - 11)}"}`;
    expect(body).toHaveLength(1000);
    expect((await post(body)).status).toBe(200);
    expect((await post(chunked(body))).status).toBe(200);
    await expectProblem(await post(` ${body}`), "too_large");
    await expectProblem(await post(chunked(" ", body)), "too_large");
  });

  it("counts on routes without a body too", async () => {
    const app = sampleApp([sampleRoute((c) => c.json({}))], LIMITS);
    const headers = { "Content-Length": "1001" };
    await expectProblem(await app("POST", PATH, { body: "x".repeat(1001), headers }), "too_large");
  });
});

describe("a streamed body", () => {
  const content = { "text/csv": { schema: { type: "string" as const } }, "application/octet-stream": {} };
  const upload = (read: (body: ReadableStream | null) => Promise<unknown>) =>
    sampleApp(
      [
        sampleRoute(async (c) => c.json({ size: await read(c.req.raw.body) }), {
          bodyLimit: "upload",
          request: { body: { required: true, content } },
        }),
      ],
      LIMITS,
    );
  const size = upload(async (body) => (await new Response(body).arrayBuffer()).byteLength);
  const CSV = { "Content-Type": "text/csv" };

  it("reaches the handler unread, declared or not", async () => {
    for (const body of ["x".repeat(3000), chunked("x".repeat(1500), "x".repeat(1500))]) {
      expect(await (await size("POST", PATH, { body, headers: CSV })).json()).toEqual({ size: 3000 });
    }
  });

  it("is cut off at its own limit", async () => {
    await expectProblem(await size("POST", PATH, { body: "x".repeat(3001), headers: CSV }), "too_large");
    const body = chunked("x".repeat(1500), "x".repeat(1501));
    await expectProblem(await size("POST", PATH, { body, headers: CSV }), "too_large");
  });

  it("is too large even when its reader fails in its own words", async () => {
    const careless = upload((body) =>
      new Response(body).text().catch(() => {
        throw new Error("upload failed");
      }),
    );
    const body = chunked("x".repeat(3001));
    await expectProblem(await careless("POST", PATH, { body, headers: CSV }), "too_large");
  });

  it("of another type, or empty, is refused", async () => {
    await expectProblem(
      await size("POST", PATH, { body: "x", headers: { "Content-Type": "text/html" } }),
      "unsupported_media_type",
    );
    await expectProblem(await size("POST", PATH, { headers: CSV }), "malformed_request");
  });
});
