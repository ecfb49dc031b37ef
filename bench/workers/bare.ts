import { Hono } from "hono";
import { createApp } from "../../src/app";
import { type D1Call, recordingD1, replay } from "./recorded-d1";

/** What a route of the product did for one request, for one id in its path. */
interface Recorded {
  readonly calls: readonly D1Call[];
  readonly id: string;
}

const product = createApp();
const recorded = new Map<string, Recorded>();
const app = new Hono<{ Bindings: ApiEnv }>();

/** Lets the product answer `path` once and keeps the D1 calls it made for it, under `name`. */
app.post("/record/:name", async (c) => {
  const { path, id, authorization } = await c.req.json<{ path: string; id: string; authorization: string }>();
  const calls: D1Call[] = [];
  const env = {
    ...c.env,
    DB: recordingD1(c.env.DB, "DB", calls),
    ROWS_0: recordingD1(c.env.ROWS_0, "ROWS_0", calls),
  };
  const ask = async () => {
    const request = new Request(new URL(path, c.req.url), { headers: { authorization } });
    const response = await product.fetch(request, env, c.executionCtx);
    await response.arrayBuffer();
    return response.status;
  };
  await ask(); // the first request of a user also records the user
  calls.length = 0;
  const status = await ask();
  recorded.set(c.req.param("name"), { calls: [...calls], id });
  return c.json({ status, calls });
});

/** The same calls again, for `id` instead of the recorded one; the rows are answered as D1 gave them. */
app.get("/bare/:name", async (c) => {
  const known = recorded.get(c.req.param("name"));
  if (!known) return c.json({ error: "not recorded" }, 404);
  const results = [];
  for (const call of known.calls)
    results.push(await replay(c.env, call, known.id, c.req.query("id") ?? known.id));
  return c.json(results);
});

/** What a Worker costs that does nothing. */
app.get("/hello", (c) => c.json({ hello: "world" }));

export default app;
