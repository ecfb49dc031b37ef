import { describe, expect, it } from "vitest";
import { call, claimsFor, expectProblem, newWorkspace, signed, tokenFor } from "../support";

const me = async (token: string, path = "/api/v1/auth/me", headers: Record<string, string> = {}) =>
  call("GET", path, { token, headers });

describe("GET /auth/me", () => {
  it("tells who the token says is calling, without asking the database", async () => {
    const { id } = newWorkspace();
    const token = await tokenFor({
      workspace: id,
      user: "ada",
      role: "editor",
      name: "Ada",
      email: "ada@example.com",
    });
    const response = await me(token);
    expect(response.headers.get("Server-Timing")).toContain('desc="calls=0 rows_read=0"');
    expect(await response.json()).toEqual({
      id: "ada",
      name: "Ada",
      email: "ada@example.com",
      role: "editor",
      workspace_id: id,
      workspaces: [{ id, role: "editor" }],
    });
  });

  it("reads numbers as text, and leaves out names that are none", async () => {
    const claims = {
      ...claimsFor({ workspace: "x" }),
      workspace_id: 42,
      sub: 7 as never,
      name: 5,
      email: "",
    };
    expect(await (await me(await signed(claims))).json()).toMatchObject({
      id: "7",
      workspace_id: "42",
      name: null,
      email: null,
    });
  });
});

describe("G1: the workspace", () => {
  const [a, b, c] = [newWorkspace().id, newWorkspace().id, newWorkspace().id];
  const several = async (home?: string) => {
    const { workspace_id: _, role: __, ...claims } = claimsFor({ workspace: a });
    return signed({
      ...claims,
      workspaces: { [a]: "admin", [b]: "viewer" },
      ...(home && { workspace_id: home }),
    });
  };

  it("must be named when the token opens several", async () => {
    await expectProblem(await me(await several()), "workspace_required");
  });

  it.each([
    ["the query", `/api/v1/auth/me?workspace_id=${b}`, {}],
    ["a header", "/api/v1/auth/me", { "X-Workspace-Id": b }],
    ["both alike", `/api/v1/auth/me?workspace_id=${b}`, { "X-Workspace-Id": b }],
  ] as [string, string, Record<string, string>][])(
    "is named by %s, and brings its own role",
    async (_, path, headers) => {
      const body = await (await me(await several(), path, headers)).json();
      expect(body).toMatchObject({ workspace_id: b, role: "viewer" });
    },
  );

  it("is the token's own one unless named", async () => {
    expect(await (await me(await several(b))).json()).toMatchObject({ workspace_id: b, role: "viewer" });
    const path = `/api/v1/auth/me?workspace_id=${a}`;
    expect(await (await me(await several(b), path)).json()).toMatchObject({ workspace_id: a, role: "admin" });
  });

  it("named twice, and differently, is 400", async () => {
    const token = await several();
    const path = `/api/v1/auth/me?workspace_id=${a}`;
    await expectProblem(await me(token, path, { "X-Workspace-Id": b }), "malformed_request");
    await expectProblem(await me(token, `${path}&workspace_id=${b}`), "malformed_request");
  });

  it.each([c, "", "__proto__", "constructor"])("that is not theirs (%s) is 403", async (other) => {
    for (const token of [await several(), await several(b), await tokenFor({ workspace: a })]) {
      await expectProblem(await me(token, `/api/v1/auth/me?workspace_id=${other}`), "forbidden");
    }
  });

  it("is missing from a token that opens none", async () => {
    const { workspace_id: _, role: __, ...claims } = claimsFor({ workspace: a });
    await expectProblem(await me(await signed(claims)), "forbidden");
    await expectProblem(await me(await signed({ ...claims, workspaces: {} })), "forbidden");
  });

  it.each(["", " ", "a\ud800", "a\u0000b", "a\nb", "s".repeat(256)])(
    "takes no %j for a user",
    async (sub) => {
      const response = await me(await signed({ ...claimsFor({ workspace: "x" }), sub }));
      expect((await expectProblem(response, "unauthorized")).detail).toContain("The claim sub");
    },
  );

  it("leaves out a name that no document could show", async () => {
    for (const name of ["Zoë\u0000", "a\ud800", "a\u001bb"]) {
      const token = await signed({ ...claimsFor({ workspace: "x" }), name });
      expect(await (await me(token)).json()).toMatchObject({ name: null });
    }
  });
});
