import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { call, newWorkspace } from "../support";

const MANY = 20_000;
const workspace = newWorkspace();

/**
 * Fills the workspace by one statement: every class of reports, some open to all, 50 owners beside ann, who has
 * every hundredth; bob has some and is shared every tenth, so that reports of every class are open to all and his
 * own; cy sees what is open alone.
 */
async function fill(): Promise<void> {
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO report_shares (report_id, user_id, workspace_id, shared_by, shared_at)
       SELECT printf('rep_%s_%08d', substr(?2, 4), value), 'bob', ?2, 'ann', '2026-01-01T00:00:00.000Z'
       FROM ${NUMBERS("10", "i + 10")}`,
    ).bind(MANY, workspace.id),
    env.DB.prepare(
      `INSERT INTO reports (id, workspace_id, kind, name, description, status, visibility, config, shared_count,
         client_id, report_type, created_by, created_at, updated_at)
       SELECT printf('rep_%s_%08d', substr(?2, 4), value), ?2,
         json_extract('["built", "inline", "imported"]', '$[' || (value / 3 % 3) || ']'),
         'Report ' || (value * 7919 % 20011) || iif(value % 200 = 0, ' 成绩', ''), 'Fills the library',
         json_extract('["draft", "active", "archived"]', '$[' || (value % 3) || ']'),
         iif(value % 5 = 1, 'workspace', 'private'), '{"fields":["a"]}', value % 10 < 2,
         iif(value % 4 = 0, 'cli_' || (value % 8), NULL), iif(value % 6 = 0, 'cost', NULL),
         iif(value % 100 = 1, 'ann', iif(value % 50 = 13, 'bob', 'user-' || (value % 50))),
         '2026-01-01T00:00:00.000Z', printf('2026-01-01T00:00:%06.3fZ', value * 7919 % 60000 / 1000.0)
       FROM ${NUMBERS("1", "i + 1")}`,
    ).bind(MANY, workspace.id),
  ]);
}

const NUMBERS = (first: string, next: string) =>
  `(WITH RECURSIVE numbers (i) AS (SELECT ${first} UNION ALL SELECT ${next} FROM numbers WHERE i < ?1) SELECT i AS value FROM numbers)`;

interface Listed {
  items: { id: string; name: string; updated_at: string }[];
  total: number;
  next_cursor: string | null;
}

async function list(user: string, query: string) {
  const token = await workspace.token(user === "admin" ? "admin" : "editor", user);
  const response = await call("GET", `/api/v1/reports?${query}`, { token });
  const [, calls, rows] =
    /calls=(\d+) rows_read=(\d+)/.exec(response.headers.get("Server-Timing") ?? "") ?? [];
  return { ...((await response.json()) as Listed), calls: Number(calls), rows: Number(rows) };
}

const ORDERINGS = ["created_at", "-created_at", "updated_at", "-updated_at", "name", "-name"];
const isShared = (n: number) => n % 10 < 2 || n % 5 === 1;
const FILTERS = {
  "": () => true,
  "status=active": (n: number) => n % 3 === 1,
  "kind=imported": (n: number) => Math.floor(n / 3) % 3 === 2,
  "is_shared=true": isShared,
  "is_shared=false": (n: number) => !isShared(n),
  "created_by=ann": (n: number) => n % 100 === 1,
  "created_by=user-10": (n: number) => n % 50 === 10,
  "client_id=cli_4": (n: number) => n % 8 === 4,
  "report_type=cost": (n: number) => n % 6 === 0,
  "client_id=cli_4&report_type=cost&status=draft": (n: number) => n % 8 === 4 && n % 6 === 0,
  "created_by=user-10&client_id=cli_0&is_shared=true&kind=built": (n: number) =>
    n % 50 === 10 && n % 8 === 0 && Math.floor(n / 3) % 3 === 0,
  "created_by=nobody": () => false,
};
const VISIBLE: Record<string, (n: number) => boolean> = {
  admin: () => true,
  ann: (n) => n % 5 === 1,
  bob: (n) => n % 5 === 1 || n % 10 === 0 || n % 50 === 13,
  cy: (n) => n % 5 === 1,
};
const numbers = Array.from({ length: MANY }, (_, at) => at + 1);

beforeAll(fill, 120_000);

describe.each(Object.keys(VISIBLE))("lists of %s among many reports", (user) => {
  it.each(Object.keys(FILTERS))("%s: exact totals, at most 200 rows read, in every order", async (query) => {
    const wanted = FILTERS[query as keyof typeof FILTERS];
    const total = numbers.filter((n) => wanted(n) && VISIBLE[user]?.(n)).length;
    for (const ordering of ORDERINGS) {
      const found = await list(user, `${query}&ordering=${ordering}`);
      expect(found, ordering).toMatchObject({ total, calls: 1 });
      expect(found.items.length).toBe(Math.min(total, 20));
      expect(found.rows, ordering).toBeLessThanOrEqual(200);
      const keys = found.items.map((item) => sortKey(item, ordering));
      const sorted = keys.toSorted();
      expect(keys).toEqual(ordering.startsWith("-") ? sorted.toReversed() : sorted);
    }
  });
});

const sortKey = ({ id, name, updated_at }: Listed["items"][number], ordering: string) =>
  `${{ created_at: "", updated_at, name: name.toLowerCase() }[ordering.replace("-", "")]}\u0001${id}`;

it("a cursor walks a list at the same cost, and meets each report once", async () => {
  const seen = new Set<string>();
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof list>> = await list(
      "bob",
      `created_by=user-10&ordering=-name&${cursor && `cursor=${cursor}`}`,
    );
    expect(page.rows).toBeLessThanOrEqual(200);
    for (const { id } of page.items) seen.add(id);
    cursor = page.next_cursor;
  }
  expect(seen.size).toBe(numbers.filter((n) => n % 50 === 10 && VISIBLE.bob?.(n)).length);
});

describe.each(["admin", "bob"])("U37: searches of %s", (user) => {
  it.each([
    ["成绩", (n: number) => n % 200 === 0],
    ["绩", (n: number) => n % 200 === 0],
    ["REPORT fills", () => true],
    ["b", () => true],
    ["成绩 7", (n: number) => n % 200 === 0 && String((n * 7919) % 20011).includes("7")],
    ["nowhere", () => false],
  ] as const)("%s: at most 500 rows beyond the matches, with every other filter", async (words, wanted) => {
    for (const [query, filter] of Object.entries(FILTERS)) {
      const total = numbers.filter((n) => wanted(n) && filter(n) && VISIBLE[user]?.(n)).length;
      const found = await list(user, `search=${encodeURIComponent(words)}&${query}`);
      expect(found, query).toMatchObject({ total, calls: 1 });
      expect(found.items.length).toBe(Math.min(total, 20));
      expect(found.rows, query).toBeLessThanOrEqual(total + 500);
    }
  });

  it("orders what it finds by name and by change, too", async () => {
    for (const ordering of ORDERINGS) {
      const { items, next_cursor } = await list(user, `search=成绩&ordering=${ordering}`);
      const rest = await list(user, `search=成绩&ordering=${ordering}&cursor=${next_cursor}`);
      const keys = [...items, ...rest.items].map((item) => sortKey(item, ordering));
      const sorted = keys.toSorted();
      expect(keys, ordering).toEqual(ordering.startsWith("-") ? sorted.toReversed() : sorted);
      expect(new Set(keys).size).toBe(40);
    }
  });
});
