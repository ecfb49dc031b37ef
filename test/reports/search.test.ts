import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { newWorkspace } from "../support";
import { type Made, succeed, uploadedDataset } from "../support/product";

interface Listed {
  readonly items: Made[];
  readonly total: number;
  readonly next_cursor: string | null;
}

/** A workspace with reports of these names and descriptions. */
async function shelf(...texts: (readonly [name: string, description?: string])[]) {
  const workspace = newWorkspace();
  const token = await workspace.token();
  const dataset = await uploadedDataset(token);
  const config = { dataset: dataset.id, fields: ["grade"] };
  const made: Made[] = [];
  for (const [name, description] of texts)
    made.push(await succeed("POST", "/reports", token, { name, description, config }));
  const find = async (search: string, query = "") => {
    const path = `/reports?search=${encodeURIComponent(search)}${query}`;
    const { items, total } = await succeed<Listed>("GET", path, token);
    expect(total).toBe(items.length);
    return items.map(({ name }) => name);
  };
  return { workspace, token, config, made, find };
}

describe("F9 U37: the search of reports", () => {
  it.each([
    ["CLASS", ["Class Progress"]],
    ["gress", ["Class Progress"]],
    ["progress class", ["Class Progress"]],
    ["week by", ["Sales"]],
    ["Q1", ["Q1 budget"]],
    ["q", ["Q1 budget"]],
    ["1", ["Q1 budget"]],
    ["学期", ["期末 学期成绩"]],
    ["绩", ["期末 学期成绩"]],
    ["学成", []],
    ["ごと", ["クラスごとの成績"]],
    ["績", ["クラスごとの成績"]],
    ["보고", ["월간 보고서"]],
    ["école", ["ÉCOLE primaire"]],
    ["ecole", ["ÉCOLE primaire"]],
    ["e\u0301cole", ["ÉCOLE primaire"]],
    ["Über", ["U\u0308bersicht"]],
    ["u\u0308ber", ["U\u0308bersicht"]],
    ["ЖУРНАЛ", ["журнал"]],
    ["🎉", ["Party 🎉"]],
    ['"', ['He said "no" AND left (50%*)']],
    ["50%*", ['He said "no" AND left (50%*)']],
    ["AND", ['He said "no" AND left (50%*)']],
    ["NOT", []],
    ["grams:", []],
    ["progressweek", []],
    ["  sales  ", ["Sales"]],
  ])("%s", async (words, expected) => {
    const { find } = await library;
    expect(await find(words)).toEqual(expected);
  });

  const library = shelf(
    ["Class Progress"],
    ["Sales", "Of each region, week by week"],
    ["Q1 budget"],
    ["期末 学期成绩"],
    ["クラスごとの成績"],
    ["월간 보고서"],
    ["ÉCOLE primaire"],
    ["U\u0308bersicht"],
    ["журнал"],
    ["Party 🎉"],
    ['He said "no" AND left (50%*)'],
  );

  it("of spaces alone, or of nothing, finds everything", async () => {
    const { find } = await library;
    expect(await find("")).toHaveLength(11);
    expect(await find("  ")).toHaveLength(11);
  });

  it("does not run from the name into the description", async () => {
    const { find } = await shelf(["abc", "def"]);
    expect(await find("cd")).toEqual([]);
    expect(await find("c d")).toEqual(["abc"]);
  });

  it("finds a report under its present name, where it is, to whom it is shown", async () => {
    const { workspace, token, made, find } = await shelf(["Old name", "x".repeat(1000)]);
    const path = `/reports/${made[0]?.id}`;
    await succeed("PATCH", path, token, { name: "New name", description: null });
    expect(await find("old")).toEqual([]);
    expect(await find("xx")).toEqual([]);
    expect(await find("new")).toEqual(["New name"]);
    const other = await workspace.token("editor", "ben");
    const seen = async () => (await succeed<Listed>("GET", "/reports?search=new", other)).total;
    expect(await seen()).toBe(0);
    await succeed("PATCH", path, token, { visibility: "workspace" });
    expect(await seen()).toBe(1);
    await succeed("PATCH", path, token, { visibility: "private" });
    expect(await seen()).toBe(0);
    await succeed("DELETE", path, token);
    expect(await find("new")).toEqual([]);
    expect(await find("new", "&deleted=true")).toEqual(["New name"]);
    await succeed("POST", `${path}/restore`, token);
    expect(await find("new")).toEqual(["New name"]);
  });

  it("knows only its own workspace", async () => {
    await shelf(["Unmistakable"]);
    const { find } = await shelf(["Another"]);
    expect(await find("unmistakable")).toEqual([]);
  });
});

it("lists and index are made anew by touching the reports", async () => {
  const { find, made, workspace } = await shelf(["First"], ["Second"]);
  const wipe = ["DELETE FROM report_list_items", "UPDATE report_lists SET n = 0"];
  await env.DB.batch(
    wipe.map((text) =>
      env.DB.prepare(
        text.startsWith("DELETE")
          ? `${text} WHERE report_id IN (SELECT id FROM reports WHERE workspace_id = ?)`
          : `${text} WHERE workspace_id = ?`,
      ).bind(workspace.id),
    ),
  );
  expect(await find("")).toEqual([]);
  await env.DB.prepare("UPDATE reports SET name = name WHERE workspace_id = ?").bind(workspace.id).run();
  expect(await find("")).toEqual(["Second", "First"]);
  expect(await find("first")).toEqual([made[0]?.name]);
});
