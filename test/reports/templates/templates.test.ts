import { describe, expect, it } from "vitest";
import { SYSTEM_TEMPLATES } from "../../../src/reports/templates/system";
import { call, expectProblem, newWorkspace } from "../../support";
import { type Made, succeed } from "../../support/product";

interface Page {
  readonly items: readonly (Made & { name: string; is_system: boolean })[];
  readonly total: number;
  readonly pages: number;
  readonly next_cursor: string | null;
}
const listed = (token: string, query = "") => succeed<Page>("GET", `/templates?${query}`, token);
const idsOf = ({ items }: Page) => items.map(({ id }) => id);
const made = (token: string, body: Record<string, unknown> = {}) =>
  succeed("POST", "/templates", token, {
    name: "Weekly grades",
    base_config: { fields: ["student_name", "grade"], sort_by: "grade" },
    ...body,
  });
const costOf = (response: Response) =>
  Number(/calls=(\d+)/.exec(response.headers.get("Server-Timing") ?? "")?.[1]);
const SYSTEM = SYSTEM_TEMPLATES.length;

describe("B21 B22 A40: the list of templates", () => {
  it("has the system's in the shape of the document, for everyone", async () => {
    const token = await newWorkspace().token("viewer");
    const { items, total } = await listed(token);
    expect(total).toBe(SYSTEM);
    expect(items[0]).toEqual({
      id: "tpl_class_progress",
      name: "Class Progress Report",
      description: "Track overall class progress on assigned materials",
      template_type: "class_progress",
      presets: ["gradebook.students"],
      base_config: expect.objectContaining({ sort_order: "desc", chart_type: "bar" }),
      is_system: true,
      created_by: null,
      created_by_name: null,
      created_at: "2026-11-01T00:00:00.000Z",
      updated_at: "2026-11-01T00:00:00.000Z",
      can_clone: false,
      clone_url: "/api/v1/templates/tpl_class_progress/clone",
    });
    const editor = await newWorkspace().token("editor");
    expect((await listed(editor)).items.every(({ can_clone }) => can_clone === true)).toBe(true);
  });

  it("pages and cursors go through system templates and the workspace's as one list, each once", async () => {
    const token = await newWorkspace().token();
    const own: string[] = [];
    for (let count = 0; count < 5; count += 1) own.unshift((await made(token, { name: `Mine ${count}` })).id);
    const all = [...SYSTEM_TEMPLATES.map(({ id }) => id), ...own];
    for (const size of [1, 4, SYSTEM, SYSTEM + 2, 100]) {
      const byPage: string[] = [];
      for (let page = 1; page <= Math.ceil(all.length / size); page += 1) {
        const answer = await listed(token, `page=${page}&page_size=${size}`);
        expect(answer).toMatchObject({ total: all.length, pages: Math.ceil(all.length / size) });
        byPage.push(...idsOf(answer));
      }
      expect(byPage, `pages of ${size}`).toEqual(all);
      const byCursor: string[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const answer: Page = await listed(token, `page_size=${size}${cursor && `&cursor=${cursor}`}`);
        expect(answer.total).toBe(all.length);
        byCursor.push(...idsOf(answer));
        cursor = answer.next_cursor;
      }
      expect(byCursor, `cursors of ${size}`).toEqual(all);
    }
    expect(await listed(token, "page=99")).toMatchObject({ items: [], total: all.length, next_cursor: null });
  });

  it("finds words in any case of any alphabet, among templates and datasets as among reports", async () => {
    const token = await newWorkspace().token();
    const mine = await made(token, { name: "Fahrgäste ÖPNV", description: "ΣΎΝΟΨΗ" });
    const data = await succeed("POST", "/datasets", token, {
      name: "Fahrgäste ÖPNV",
      fields: [{ name: "ÖPNV", type: "string" }],
    });
    await succeed("POST", "/reports", token, {
      name: "Fahrgäste ÖPNV",
      config: { dataset: data.id, fields: ["ÖPNV"] },
    });
    const found = (path: string, search: string) =>
      succeed<Page>("GET", `/${path}?search=${encodeURIComponent(search)}`, token);
    for (const search of ["ÖPNV", "öpnv", "FAHRGÄSTE", "fahrgäste"]) {
      expect(idsOf(await found("templates", search)), search).toEqual([mine.id]);
      for (const path of ["datasets", "reports"])
        expect(await found(path, search), `${path} ${search}`).toMatchObject({ total: 1 });
    }
    expect(idsOf(await found("templates", "σύνοψη"))).toEqual([mine.id]);
    expect(await found("templates", "%")).toMatchObject({ total: 0 });
    // As many different letters as a statement takes, and more.
    const letters = (count: number) =>
      String.fromCodePoint(...Array.from({ length: count }, (_, at) => 0x400 + at));
    for (const path of ["templates", "datasets"]) {
      expect(await found(path, letters(80))).toMatchObject({ total: 0 });
      const answer = await call("GET", `/api/v1/${path}?search=${encodeURIComponent(letters(190))}`, {
        token,
      });
      await expectProblem(answer, "validation_failed");
    }
  });

  it("filters by type, by system and by words, in the name or the description", async () => {
    const token = await newWorkspace().token();
    const mine = await made(token, {
      name: "成绩周报",
      description: "Weekly",
      template_type: "class_progress",
    });
    await made(token, { name: "Other" });
    expect(idsOf(await listed(token, "template_type=class_progress"))).toEqual([
      "tpl_class_progress",
      mine.id,
    ]);
    expect(await listed(token, "is_system=true")).toMatchObject({ total: SYSTEM });
    expect(await listed(token, "is_system=false")).toMatchObject({ total: 2 });
    expect(idsOf(await listed(token, "template_type=class_progress&is_system=false"))).toEqual([mine.id]);
    expect(idsOf(await listed(token, "search=ATTENDANCE"))).toEqual(["tpl_attendance_overview"]);
    expect(idsOf(await listed(token, `search=${encodeURIComponent("周报")}`))).toEqual([mine.id]);
    expect(idsOf(await listed(token, "search=weekly"))).toEqual([mine.id]);
    expect(await listed(token, "search=%25")).toMatchObject({ total: 0 });
    expect(await listed(token, "template_type=none")).toMatchObject({ items: [], total: 0 });
    for (const query of ["is_system=perhaps", "page=0", "cursor=x"])
      await expectProblem(await call("GET", `/api/v1/templates?${query}`, { token }), "validation_failed");
  });

  it("another workspace's templates are not in it", async () => {
    await made(await newWorkspace().token());
    expect(await listed(await newWorkspace().token())).toMatchObject({ total: SYSTEM });
  });

  it("older addresses lead to it", async () => {
    const token = await newWorkspace().token();
    for (const prefix of ["/api/reports/custom-templates/", "/api/custom-templates/"]) {
      const answer = await call("GET", `${prefix}?template_type=student_grades&is_system=true`, {
        token,
        headers: { Authorization: `Token ${token}` },
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("Deprecation")).toMatch(/^@\d+$/);
      expect(idsOf((await answer.json()) as Page)).toEqual(["tpl_student_grades"]);
      const one = await call("GET", `${prefix}tpl_student_grades/`, { token });
      expect(await one.json()).toMatchObject({ id: "tpl_student_grades" });
    }
  });

  it("costs one call, and none where it is all code", async () => {
    const token = await newWorkspace().token();
    await made(token);
    const cost = async (path: string) => costOf(await call("GET", `/api/v1/templates${path}`, { token }));
    expect(await cost("")).toBe(1);
    expect(await cost("?is_system=true")).toBe(0);
    expect(await cost("/tpl_cost")).toBe(0);
  });
});

describe("templates of a workspace", () => {
  it("are made, read, changed in part and as a whole, and removed", async () => {
    const token = await newWorkspace().token("editor");
    const template = await made(token, { description: "For Mondays", template_type: "weekly_grades" });
    expect(template).toMatchObject({
      id: expect.stringMatching(/^tpl_[0-9a-z]{26}$/),
      is_system: false,
      presets: [],
      created_by: "editor",
      created_by_name: "Test editor",
      can_clone: true,
      clone_url: `/api/v1/templates/${template.id}/clone`,
    });
    const path = `/templates/${template.id}`;
    expect(await succeed("GET", path, token)).toEqual(template);
    const patched = await succeed("PATCH", path, token, { name: "Grades" });
    expect(patched).toMatchObject({
      name: "Grades",
      description: "For Mondays",
      template_type: "weekly_grades",
    });
    const put = await succeed("PUT", path, token, { name: "All", base_config: { fields: ["grade"] } });
    expect(put).toMatchObject({
      name: "All",
      description: null,
      template_type: "custom",
      base_config: { fields: ["grade"] },
    });
    expect((await call("DELETE", `/api/v1${path}`, { token })).status).toBe(204);
    await expectProblem(await call("GET", `/api/v1${path}`, { token }), "not_found");
    await expectProblem(await call("DELETE", `/api/v1${path}`, { token }), "not_found");
  });

  it("are seen by everyone and changed by their owner or an admin", async () => {
    const workspace = newWorkspace();
    const template = await made(await workspace.token("editor", "ada"));
    const path = `/api/v1/templates/${template.id}`;
    const viewer = await workspace.token("viewer");
    expect(await succeed("GET", `/templates/${template.id}`, viewer)).toMatchObject({ can_clone: false });
    for (const token of [viewer, await workspace.token("editor", "eve")]) {
      await expectProblem(await call("PATCH", path, { token, body: { name: "x" } }), "forbidden");
      await expectProblem(await call("DELETE", path, { token }), "forbidden");
    }
    await succeed("PATCH", `/templates/${template.id}`, await workspace.token("admin"), { name: "x" });
    const stranger = await newWorkspace().token();
    await expectProblem(await call("GET", path, { token: stranger }), "not_found");
    await expectProblem(await call("PATCH", path, { token: stranger, body: { name: "x" } }), "not_found");
  });

  it.each([
    ["fields that are no list", { base_config: { fields: "grade" } }, "base_config.fields"],
    ["an unknown chart", { base_config: { fields: ["a"], chart_type: "radar" } }, "base_config.chart_type"],
    ["an unknown key", { base_config: { fields: ["a"], colour: "red" } }, "base_config.colour"],
    ["an empty config", { base_config: {} }, "base_config.fields"],
    [
      "a section that is none",
      { base_config: { sections: [{ kind: "picture" }] } },
      "base_config.sections.0.kind",
    ],
    ["a list for a config", { base_config: [] }, "base_config"],
    ["no name", { name: " " }, "name"],
    ["a name too long", { name: "x".repeat(256) }, "name"],
    ["a type with blanks", { template_type: "My Type" }, "template_type"],
    ["what is not known", { is_system: true }, "is_system"],
  ])("422 for %s, named", async (_, body, field) => {
    const token = await newWorkspace().token();
    const base = { name: "T", base_config: { fields: ["a"] } };
    const answer = await call("POST", "/api/v1/templates", { token, body: { ...base, ...body } });
    expect(Object.keys((await expectProblem(answer, "validation_failed")).errors ?? {})).toContain(field);
  });

  it("E11: have an ETag; a change that was overtaken is 412", async () => {
    const token = await newWorkspace().token();
    const path = `/api/v1/templates/${(await made(token)).id}`;
    const tag = (await call("GET", path, { token })).headers.get("ETag") ?? "";
    expect((await call("GET", path, { token, headers: { "If-None-Match": tag } })).status).toBe(304);
    const stale = { token, body: { name: "x" }, headers: { "If-Match": '"stale"' } };
    await expectProblem(await call("PATCH", path, stale), "precondition_failed");
    const fresh = { token, body: { name: "x" }, headers: { "If-Match": tag } };
    expect((await call("PATCH", path, fresh)).status).toBe(200);
    await expectProblem(
      await call("DELETE", path, { token, headers: { "If-Match": tag } }),
      "precondition_failed",
    );
    const system = (await call("GET", "/api/v1/templates/cost", { token })).headers.get("ETag") ?? "";
    const again = await call("GET", "/api/v1/templates/tpl_cost", {
      token,
      headers: { "If-None-Match": system },
    });
    expect(again.status).toBe(304);
  });

  it("writes cost two calls at most", async () => {
    const token = await newWorkspace().token();
    const { id } = await made(token);
    const path = `/api/v1/templates/${id}`;
    expect(costOf(await call("PATCH", path, { token, body: { name: "x" } }))).toBeLessThanOrEqual(2);
    expect(costOf(await call("DELETE", path, { token }))).toBeLessThanOrEqual(2);
  });
});

describe("system templates are read-only", () => {
  it.each(["tpl_class_progress", "class_progress"])(
    "%s: 403 says to clone it, for an admin too",
    async (id) => {
      const token = await newWorkspace().token("admin");
      const path = `/api/v1/templates/${id}`;
      const body = { name: "x", base_config: { fields: ["a"] } };
      for (const answer of [
        await call("PATCH", path, { token, body: { name: "x" } }),
        await call("PUT", path, { token, body }),
        await call("DELETE", path, { token }),
      ])
        expect((await expectProblem(answer, "forbidden")).detail).toContain("clone it");
      expect(await succeed("GET", `/templates/${id}`, token)).toMatchObject({
        name: "Class Progress Report",
      });
    },
  );
});
