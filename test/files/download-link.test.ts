import { env } from "cloudflare:workers";
import { OpenAPIHono } from "@hono/zod-openapi";
import { beforeEach, describe, expect, it } from "vitest";
import { noCost } from "../../src/db/counted";
import { settingsOf } from "../../src/env";
import { fileKey } from "../../src/files/keys";
import type { RunState } from "../../src/files/link";
import { fileUrl } from "../../src/files/link";
import { R2Sink } from "../../src/files/multipart-sink";
import { fileRoutes } from "../../src/files/routes/index";
import { answerError } from "../../src/http/answer-problem";
import { mount } from "../../src/http/mount";
import type { AppEnv } from "../../src/http/route";

const bindings = { ...env, AUTH_SECRET: "a secret of thirty-two characters" } as ApiEnv;
const settings = settingsOf(bindings);
const inAnHour = () => new Date(Date.now() + 3_600_000);

let runId: string;
beforeEach(() => {
  runId = `run_${crypto.randomUUID()}`;
});

/** The route alone, told by `state` how runs stand. */
function appWith(state: RunState) {
  const app = new OpenAPIHono<AppEnv>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set("cost", noCost());
    await next();
  });
  const authenticate = () => {
    throw new Error("a signed link needs no token");
  };
  mount(app, fileRoutes(state), { base: "", authenticate });
  return app;
}

const urlOf = (expiresAt = inAnHour(), workspaceId = "acme") =>
  fileUrl(settings, "https://reports.example.com", { workspaceId, runId, format: "csv", expiresAt });

async function storeFile(text: string): Promise<void> {
  const sink = new R2Sink(env.BUCKET, fileKey("acme", runId, "csv"), {
    contentType: "text/csv; charset=utf-8",
  });
  await sink.write(new TextEncoder().encode(text));
  await sink.finish();
}

/** `get(...)` through the whole route. */
const get = (url: string, init: RequestInit = {}, state: RunState = async () => "ended") =>
  appWith(state).request(url, init, bindings);

describe("J4: GET /d/{token}", () => {
  it("gives the file to whoever holds the link, without asking about the run", async () => {
    await storeFile("a,b\r\n1,2\r\n");
    const response = await get(await urlOf(), {}, () => {
      throw new Error("a file that is there needs no look at its run");
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    expect(await response.text()).toBe("a,b\r\n1,2\r\n");
  });

  it("speaks HEAD, Range and conditions", async () => {
    await storeFile("0123456789");
    const url = await urlOf();
    const head = await get(url, { method: "HEAD" });
    expect([head.status, head.headers.get("Content-Length"), await head.text()]).toEqual([200, "10", ""]);
    const part = await get(url, { headers: { Range: "bytes=-3" } });
    expect([part.status, part.headers.get("Content-Range"), await part.text()]).toEqual([
      206,
      "bytes 7-9/10",
      "789",
    ]);
    const beyond = await get(url, { headers: { Range: "bytes=10-" } });
    expect([beyond.status, beyond.headers.get("Content-Range")]).toEqual([416, "bytes */10"]);
    expect(await beyond.json()).toMatchObject({ code: "range_not_satisfiable" });
    const again = await get(url, { headers: { "If-None-Match": head.headers.get("ETag") ?? "" } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect((await get(url, { headers: { "If-Match": '"x"' } })).status).toBe(412);
  });

  it("E14: opens once when it is for once, and what gives no byte of the file does not open it", async () => {
    await storeFile("0123456789");
    const link = { workspaceId: "acme", runId, format: "csv", once: crypto.randomUUID() } as const;
    const url = await fileUrl(settings, "https://reports.example.com", { ...link, expiresAt: inAnHour() });
    const head = await get(url, { method: "HEAD" });
    const current = await get(url, { headers: { "If-None-Match": head.headers.get("ETag") ?? "" } });
    const beyond = await get(url, { headers: { Range: "bytes=10-" } });
    expect([head.status, current.status, beyond.status]).toEqual([200, 304, 416]);
    const answers = await Promise.all(Array.from({ length: 5 }, () => get(url)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410, 410, 410, 410]);
    for (const answer of answers) await answer.text();
  });

  it("A44: says to come back while the file is being made", async () => {
    const response = await get(await urlOf(), {}, async () => "waiting");
    expect(response.status).toBe(409);
    expect(response.headers.get("Retry-After")).toBe("1");
    expect(await response.json()).toMatchObject({ code: "not_ready" });
  });

  it("finds a file that was stored while it looked at the run", async () => {
    const response = await get(await urlOf(), {}, async () => {
      await storeFile("just in time");
      return "ended";
    });
    expect(await response.text()).toBe("just in time");
  });

  it("C12: tells a file that is gone from one that never was", async () => {
    expect((await get(await urlOf(), {}, async () => "ended")).status).toBe(410);
    expect((await get(await urlOf(), {}, async () => "missing")).status).toBe(404);
  });

  it("asks about the run that the link names", async () => {
    await get(await urlOf(inAnHour(), "beta"), {}, async (_, link) => {
      expect(link).toEqual({ workspaceId: "beta", runId, format: "csv" });
      return "missing";
    });
    expect.assertions(1);
  });

  it("N9: opens the file of its own workspace only", async () => {
    await storeFile("acme's");
    expect((await get(await urlOf(inAnHour(), "beta"), {}, async () => "missing")).status).toBe(404);
  });

  it("U24: ends when it says, and is 404 when we did not sign it", async () => {
    await storeFile("secret");
    const ended = await get(await urlOf(new Date(Date.now() - 1_000)));
    expect(ended.status).toBe(410);
    expect(await ended.json()).toMatchObject({
      code: "gone",
      detail: expect.stringContaining("This link ended at 20"),
    });
    for (const token of ["x", "a.b", `${(await urlOf()).split("/d/")[1]}x`, "%2e%2e", "%"]) {
      const forged = await get(`https://reports.example.com/d/${token}`);
      expect([token, forged.status]).toEqual([token, 404]);
    }
  });
});
