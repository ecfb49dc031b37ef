import { describe, expect, it } from "vitest";
import { answerWithEtag, checkIfMatch, etagOf, tagShowing } from "../../src/http/etag";
import { expectProblem, sampleApp } from "../support";
import { sampleRoute } from "../support/sample-routes";

const ETAG = etagOf("rep_1", "2026-01-31T12:00:00.000Z");
const app = sampleApp([
  sampleRoute((c) => answerWithEtag(c, { id: "rep_1" }, ETAG), { method: "get" }),
  sampleRoute(
    (c) => {
      checkIfMatch(c, ETAG);
      return c.body(null, 204);
    },
    { method: "put" },
  ),
]);

describe("entity tags", () => {
  it("E27: are strong, and change with what they are made of", () => {
    expect(ETAG).toMatch(/^"[\x21\x23-\x7e]+"$/);
    expect(etagOf('ä"\n', 1)).toMatch(/^"[\x21\x23-\x7e]+"$/);
    expect(etagOf("a", "b/c")).not.toBe(etagOf("a/b", "c"));
    expect(etagOf("rep_1", 2)).not.toBe(etagOf("rep_1", 3));
  });

  it("E27: of what is shown differ by it, and all name the state that If-Match asks for", async () => {
    const [one, two] = [tagShowing(ETAG, { history: 1 }), tagShowing(ETAG, { history: 2 })];
    expect(new Set([ETAG, one, two]).size).toBe(3);
    expect(one).toBe(tagShowing(ETAG, { history: 1 }));
    expect(one).toMatch(/^"[\x21\x23-\x7e]+"$/);
    for (const [tag, status] of [
      [one, 204],
      [`"x", ${two}`, 204],
      [`W/${one}`, 412],
      [one.replace("rep_1", "rep_2"), 412],
    ] as const)
      expect((await app("PUT", "/api/v1/sample", { headers: { "If-Match": tag } })).status, tag).toBe(status);
  });

  it.each([ETAG, `W/${ETAG}`, "*", `"other", ${ETAG}`, `W/"x",W/${ETAG}`])(
    "If-None-Match %s is 304",
    async (value) => {
      const response = await app("GET", "/api/v1/sample", { headers: { "If-None-Match": value } });
      expect(response.status).toBe(304);
      expect(response.headers.get("ETag")).toBe(ETAG);
      expect(await response.text()).toBe("");
    },
  );

  it.each(['"other"', "", "rep_1", `"${ETAG}`])("If-None-Match %j is 200", async (value) => {
    const response = await app("GET", "/api/v1/sample", { headers: { "If-None-Match": value } });
    expect(response.status).toBe(200);
    expect(response.headers.get("ETag")).toBe(ETAG);
    expect(await response.json()).toEqual({ id: "rep_1" });
  });

  it.each([undefined, ETAG, "*", `"other", ${ETAG}`])("If-Match %s goes through", async (value) => {
    const headers: Record<string, string> = value === undefined ? {} : { "If-Match": value };
    expect((await app("PUT", "/api/v1/sample", { headers })).status).toBe(204);
  });

  it.each(['"other"', `W/${ETAG}`, ""])("E27: If-Match %j is 412", async (value) => {
    const response = await app("PUT", "/api/v1/sample", { headers: { "If-Match": value } });
    expect(response.headers.get("ETag")).toBe(ETAG);
    await expectProblem(response, "precondition_failed");
  });
});
