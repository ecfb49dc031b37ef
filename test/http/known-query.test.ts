import { z } from "@hono/zod-openapi";
import { describe, expect, it } from "vitest";
import { call, expectProblem, newWorkspace, sampleApp } from "../support";
import { sampleRoute } from "../support/sample-routes";

const sample = (contract: object) =>
  sampleApp([sampleRoute((c) => c.json({}), { method: "get", request: {}, ...contract })]);

describe("E24: a query parameter that nobody knows", () => {
  it("is refused by name where a mistyped filter would show everything", async () => {
    const token = await newWorkspace().token();
    const response = await call("GET", "/api/v1/reports?stauts=active&page=1&page_size=5", { token });
    const { errors } = await expectProblem(response, "validation_failed");
    expect(Object.keys(errors ?? {})).toEqual(["stauts"]);
    expect(errors?.stauts?.[0]).toContain("which takes page, page_size, cursor, status");
  });

  it.each(["/templates", "/runs", "/datasets", "/schedules", "/webhooks"])(
    "is refused by %s",
    async (list) => {
      const token = await newWorkspace().token();
      const response = await call("GET", `/api/v1${list}?__x=1&constructor=1`, { token });
      const { errors } = await expectProblem(response, "validation_failed");
      expect(Object.keys(errors ?? {})).toEqual(["constructor"]);
    },
  );

  it.each(["_=1763", "_t=1&utm_source=mail", "workspace_id="])(
    "is let through when it is %s",
    async (query) => {
      const workspace = newWorkspace();
      const named = query.endsWith("=") ? query + workspace.id : query;
      const response = await call("GET", `/api/v1/reports?${named}`, { token: await workspace.token() });
      expect(response.status).toBe(200);
    },
  );

  it("is let through where there is nothing to mistype, and on open addresses", async () => {
    const token = await newWorkspace().token();
    expect((await call("GET", "/api/v1/auth/me?x=1", { token })).status).toBe(200);
    const open = sample({ request: { query: z.object({ since: z.string().optional() }) } });
    expect((await open("GET", "/api/v1/sample?fbclid=1")).status).toBe(200);
  });

  it("answers with at most 20 names, cut short", async () => {
    const token = await newWorkspace().token();
    const query = Array.from({ length: 50 }, (_, i) => `${i}${"x".repeat(120)}=1`).join("&");
    const { errors = {} } = await expectProblem(
      await call("GET", `/api/v1/reports?${query}`, { token }),
      "validation_failed",
    );
    expect(Object.keys(errors)).toHaveLength(20);
    expect(Object.keys(errors).every((name) => name.length <= 100)).toBe(true);
  });

  it("asks for a token first", async () => {
    await expectProblem(await call("GET", "/api/v1/reports?stauts=active"), "unauthorized");
  });
});

describe("an upload's options", () => {
  it("stand in the query of a form too, where the form's own fields count more", async () => {
    const token = await newWorkspace().token();
    const form = new FormData();
    form.set("file", new File(["a\n1\n"], "x.csv", { type: "text/csv" }));
    form.set("description", "of the form");
    const response = await call("POST", "/api/v1/datasets/upload?name=Named&description=of+the+query", {
      token,
      body: form,
    });
    expect(await response.json()).toMatchObject({ name: "Named", description: "of the form" });
  });

  it("are refused when they are not known", async () => {
    const token = await newWorkspace().token();
    const response = await call("POST", "/api/v1/datasets/upload?nmae=x", {
      token,
      body: "a\n1\n",
      headers: { "Content-Type": "text/csv" },
    });
    expect((await expectProblem(response, "validation_failed")).errors).toHaveProperty("nmae");
  });
});
