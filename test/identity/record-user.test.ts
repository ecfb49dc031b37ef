import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "../../src/context";
import { recordUser } from "../../src/identity/record-user";
import { call, newWorkspace, tokenFor } from "../support";

const usersOf = async (workspace: string) =>
  (await env.DB.prepare("SELECT * FROM users WHERE workspace_id = ? ORDER BY id").bind(workspace).all())
    .results;
const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const ada: Actor = { id: "ada", name: "Ada", email: "ada@example.com", role: "editor" };

/** The real database, counting how often it is written to. */
function counted() {
  const prepare = vi.fn((sql: string) => env.DB.prepare(sql));
  return { prepare, database: { prepare } as unknown as D1Database };
}

describe("G2: users are recorded", () => {
  afterEach(() => vi.restoreAllMocks());

  it("at first sight, by any request", async () => {
    const { id } = newWorkspace();
    const token = await tokenFor({
      workspace: id,
      user: "ada",
      role: "viewer",
      name: "Ada",
      email: "ada@example.com",
    });
    await (await call("GET", "/api/v1/auth/me", { token })).text();
    await expect
      .poll(() => usersOf(id))
      .toMatchObject([{ id: "ada", name: "Ada", email: "ada@example.com", role: "viewer" }]);
  });

  it("once, and again only when there is something new or an hour has passed", async () => {
    const { id } = newWorkspace();
    const { prepare, database } = counted();
    await recordUser(database, id, ada, at("10:00:00"));
    await recordUser(database, id, ada, at("10:59:59"));
    expect(prepare).toHaveBeenCalledTimes(1);
    await recordUser(database, id, { ...ada, role: "admin" }, at("10:59:59"));
    expect(prepare).toHaveBeenCalledTimes(2);
    await recordUser(database, id, { ...ada, role: "admin" }, at("11:59:59"));
    expect(prepare).toHaveBeenCalledTimes(3);
    expect(await usersOf(id)).toMatchObject([
      { role: "admin", first_seen_at: "2026-11-21T10:00:00.000Z", last_seen_at: "2026-11-21T11:59:59.000Z" },
    ]);
  });

  it("per workspace, and keep the name that a later token leaves out", async () => {
    const [one, two] = [newWorkspace().id, newWorkspace().id];
    await recordUser(env.DB, one, ada, at("10:00:00"));
    await recordUser(env.DB, two, { ...ada, name: null, email: null }, at("10:00:00"));
    await recordUser(env.DB, one, { ...ada, name: null, email: null }, at("10:00:01"));
    expect(await usersOf(one)).toMatchObject([{ name: "Ada", email: "ada@example.com" }]);
    expect(await usersOf(two)).toMatchObject([{ name: null, email: null }]);
  });

  it("later when the database fails now, and the request never notices", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const { id } = newWorkspace();
    const broken = { prepare: () => env.DB.prepare("INSERT INTO nowhere VALUES (?1, ?2, ?3, ?4, ?5, ?6)") };
    await recordUser(broken as unknown as D1Database, id, ada, at("10:00:00"));
    expect(await usersOf(id)).toEqual([]);
    await recordUser(env.DB, id, ada, at("10:00:01"));
    expect(await usersOf(id)).toHaveLength(1);
  });

  it("without holding on to more than ten thousand of them", async () => {
    const { id } = newWorkspace();
    const prepare = vi.fn(() => ({ bind: () => ({ run: async () => undefined }) }));
    const database = { prepare } as unknown as D1Database;
    const see = (user: string) => recordUser(database, id, { ...ada, id: user }, at("10:00:00"));
    await see("first");
    await see("second");
    for (let i = 0; i < 9_998; i += 1) await see(`user-${i}`);
    await see("first"); // still known, and now seen last
    expect(prepare).toHaveBeenCalledTimes(10_000);
    await see("one-more"); // pushes the second out
    await see("first");
    expect(prepare).toHaveBeenCalledTimes(10_001);
    await see("second");
    expect(prepare).toHaveBeenCalledTimes(10_002);
  });
});
