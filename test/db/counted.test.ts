import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { controlDatabase } from "../../src/db/client";
import { countedD1, noCost } from "../../src/db/counted";
import { hasPlainColumns } from "../../src/db/plain-columns";
import { users } from "../../src/db/schema";

const known = (workspaceId: string, id: string, name: string) => ({
  workspaceId,
  id,
  name,
  email: null,
  role: "viewer" as const,
  firstSeenAt: "2026-11-21T10:00:00.000Z",
  lastSeenAt: "2026-11-21T10:00:00.000Z",
});

describe("a counted database gives what D1 gives", () => {
  it("both columns of a join that have the same name", async () => {
    const workspaceId = `ws-${crypto.randomUUID()}`;
    const db = controlDatabase(countedD1(env.DB, noCost()));
    await db.insert(users).values([known(workspaceId, "a", "Ann"), known(workspaceId, "b", "Bob")]);
    const other = alias(users, "other");
    const rows = await db
      .select({ id: users.id, name: users.name, otherId: other.id, otherName: other.name })
      .from(users)
      .innerJoin(other, sql`${other.workspaceId} = ${users.workspaceId} AND ${other.id} = 'b'`)
      .where(sql`${users.workspaceId} = ${workspaceId} AND ${users.id} = 'a'`);
    expect(rows).toEqual([{ id: "a", name: "Ann", otherId: "b", otherName: "Bob" }]);
  });

  it.each([
    [`SELECT 'x' AS y, 1 AS "2"`, [["x", 1]]],
    ["SELECT 7, 5", [[7, 5]]],
    ["SELECT count(*), count(*) FROM (SELECT 1)", [[1, 1]]],
    ["SELECT * FROM (SELECT 1 AS a) AS x, (SELECT 2 AS a) AS y", [[1, 2]]],
    ["WITH t (a) AS (SELECT 1) SELECT a, a FROM t", [[1, 1]]],
    [`SELECT 1 AS "a,b", 2 AS "from", 3 AS "A,B"`, [[1, 2, 3]]],
    ["SELECT (SELECT 1 FROM (SELECT 2)) AS one, ', from ' AS text", [[1, ", from "]]],
  ])("as arrays, column by column: %s", async (statement, rows) => {
    const database = countedD1(env.DB, noCost());
    expect(await database.prepare(statement).bind().raw()).toEqual(rows);
    expect(await env.DB.prepare(statement).raw()).toEqual(rows);
  });

  it("the names of columns above them, when they are asked for", async () => {
    const statement = countedD1(env.DB, noCost()).prepare("SELECT 1 AS a, 2 AS b");
    expect(await statement.raw({ columnNames: true })).toEqual([
      ["a", "b"],
      [1, 2],
    ]);
  });

  it("and counts the rows that a single select has read", async () => {
    const workspaceId = `ws-${crypto.randomUUID()}`;
    const cost = noCost();
    const db = controlDatabase(countedD1(env.DB, cost));
    await db.insert(users).values([known(workspaceId, "a", "Ann"), known(workspaceId, "b", "Bob")]);
    const before = cost.rowsRead;
    await db.select().from(users).where(eq(users.workspaceId, workspaceId));
    expect(cost.calls).toBe(2);
    expect(cost.rowsRead - before).toBeGreaterThanOrEqual(2);
  });
});

it.each([
  [`select "id", "name" from "users"`, true],
  [`select distinct "u"."id", count(*) as "n" from "users" as "u" group by "id"`, true],
  [`select "a"."id", "b"."id" from "a" join "b"`, false],
  [`select "a"."id", "b"."ID" from "a" join "b"`, false],
  [`insert into "a" ("id", "from") values (?, ?) returning "id", "from"`, true],
  [`update "a" set "id" = ? returning "id", "id"`, false],
  [`delete from "a" returning *`, false],
  ["PRAGMA table_info(a)", false],
])("%s has plain columns: %s", (statement, isPlain) => {
  expect(hasPlainColumns(statement)).toBe(isPlain);
});
