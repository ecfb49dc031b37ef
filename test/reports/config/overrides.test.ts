import { describe, expect, it } from "vitest";
import { mergePatch } from "../../../src/reports/config/merge-patch";
import { overDataset, withOverrides } from "../../../src/reports/config/overrides";

describe("RFC 7396, appendix A: each of its cases", () => {
  it.each<[unknown, unknown, unknown]>([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])("%j patched by %j is %j", (target, patch, result) => {
    const before = JSON.stringify([target, patch]);
    expect(mergePatch(target, patch)).toEqual(result);
    expect(JSON.stringify([target, patch])).toBe(before);
  });

  it("a key called __proto__ is a key like any other", () => {
    const merged = mergePatch({}, JSON.parse('{"__proto__": {"polluted": true}}')) as object;
    expect(Object.keys(merged)).toEqual(["__proto__"]);
    expect("polluted" in merged).toBe(false);
  });
});

describe("B20: overrides of a config", () => {
  const flat = {
    fields: ["a", "b"],
    filters: { a: 1, b: { min: 1, max: 9 } },
    chart_type: "bar",
    sort_by: "a",
  };
  const text = { title: "About", text: "…" };
  const figures = { figures: [{ field: "a", aggregate: "sum" }] };
  const table = { fields: ["a"], sort_by: "a", chart_type: "bar" };
  const sections = { filters: { a: 1 }, sections: [text, figures, table, { fields: ["b"] }] };

  it.each([
    ["none", undefined, flat],
    ["one value", { chart_type: "line" }, { ...flat, chart_type: "line" }],
    ["deep inside", { filters: { a: null, b: { max: 5 } } }, { ...flat, filters: { b: { min: 1, max: 5 } } }],
    ["null removes", { sort_by: null }, { fields: flat.fields, filters: flat.filters, chart_type: "bar" }],
    ["lists are replaced", { fields: ["b"] }, { ...flat, fields: ["b"] }],
  ])("flat: %s", (_, overrides, result) => {
    expect(withOverrides(flat, overrides)).toEqual(result);
  });

  it.each([
    [{ chart: { type: "bar", title: "T" } }, { chart_type: "pie" }, { chart_type: "pie" }],
    [{ chart_type: "bar" }, { chart: { type: "pie" } }, { chart: { type: "pie" } }],
    [{ chart: { type: "bar" } }, { chart_type: null }, {}],
    [
      { chart: { type: "bar", title: "T" } },
      { chart: { type: "pie" } },
      { chart: { type: "pie", title: "T" } },
    ],
    [{ formats: ["html", "pdf"] }, { format: "csv" }, { format: "csv" }],
  ])("%j with %j is %j: two names of one thing do not stand side by side", (config, overrides, result) => {
    expect(withOverrides(config, overrides)).toEqual(result);
  });

  it("what is said of a table holds for the first table of sections", () => {
    expect(withOverrides(sections, { sort_order: "desc", chart_type: null, filters: { b: 2 } })).toEqual({
      filters: { a: 1, b: 2 },
      sections: [text, figures, { fields: ["a"], sort_by: "a", sort_order: "desc" }, { fields: ["b"] }],
    });
    expect(withOverrides(sections, { title: "T" })).toEqual({ ...sections, title: "T" });
    expect(withOverrides(sections, { sections: [text], limit: 1 })).toEqual({
      ...sections,
      sections: [text],
      limit: 1,
    });
    expect(withOverrides({ sections: [text] }, { limit: 1 })).toEqual({ sections: [text], limit: 1 });
  });

  it("a dataset is one of all tables and figures", () => {
    const over = [
      text,
      { ...figures, dataset: "ds_1" },
      { ...table, dataset: "ds_1" },
      { fields: ["b"], dataset: "ds_1" },
    ];
    expect(overDataset(sections, "ds_1")).toEqual({ ...sections, sections: over });
    expect(withOverrides(sections, { dataset: "ds_1" })).toEqual({ ...sections, sections: over });
    expect(overDataset(flat, "ds_1")).toEqual({ ...flat, dataset: "ds_1" });
    expect(withOverrides(flat, { dataset: "ds_1" })).toEqual({ ...flat, dataset: "ds_1" });
  });
});
