import { describe, expect, it } from "vitest";
import { PRESETS, presetOf } from "../../../src/datasets/presets";
import type { DatasetRow } from "../../../src/db/schema";
import { overDataset } from "../../../src/reports/config/overrides";
import { resolveDefinition } from "../../../src/reports/config/resolve";
import type { ReportConfig } from "../../../src/reports/config/schema";
import { fitConfig } from "../../../src/reports/templates/fit";
import { SYSTEM_TEMPLATES, systemTemplate } from "../../../src/reports/templates/system";
import type { TemplateConfig } from "../../../src/reports/templates/template";

const NOW = new Date("2026-11-21T10:00:00Z");

function datasetOf(
  fields: readonly { name: string; label: string; type: string }[],
  preset: string | null,
): DatasetRow {
  return {
    id: "ds_1",
    workspaceId: "ws",
    name: "Data",
    description: null,
    kind: "upload",
    status: "ready",
    shard: 0,
    fields: [...fields],
    preset,
    presetDetected: true,
    revision: 1,
    latestRevision: 1,
    tableId: 1,
    rowCount: 1,
    createdBy: "ada",
    createdAt: "",
    updatedAt: "",
  };
}

const defined = (config: ReportConfig, dataset: DatasetRow) =>
  resolveDefinition({ name: "R", description: null, config: overDataset(config, dataset.id) }, [dataset], {
    now: NOW,
    workspaceId: "ws",
  }).definition;

const forPresets = SYSTEM_TEMPLATES.flatMap((template) =>
  template.presets.map((preset) => [template.type, preset, template] as const),
);

describe("B21 B31: the system templates", () => {
  it("are all there, under ids that stay", () => {
    expect(SYSTEM_TEMPLATES.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        ...[
          "tpl_class_progress",
          "tpl_student_grades",
          "tpl_assignment_performance",
          "tpl_attendance_overview",
        ],
        ...["tpl_submission_status", "tpl_agent_activity", "tpl_detailed", "tpl_executive", "tpl_cost"],
        ...["tpl_security", "tpl_operations", "tpl_business_report", "tpl_default"],
      ]),
    );
    expect(new Set(SYSTEM_TEMPLATES.map(({ id }) => id)).size).toBe(SYSTEM_TEMPLATES.length);
    expect(systemTemplate("cost")).toBe(systemTemplate("tpl_cost"));
    expect(systemTemplate("constructor")).toBeUndefined();
  });

  it("are those that the presets name, and the other way round", () => {
    for (const preset of PRESETS) {
      const made = SYSTEM_TEMPLATES.filter(({ presets }) => presets.some((id) => id === preset.id));
      expect(made.map(({ type }) => type)).toEqual(preset.templates);
    }
  });

  it.each(forPresets)("%s is a whole report over %s", (_, presetId, template) => {
    const preset = presetOf(presetId);
    const fields = preset?.fields ?? [];
    const dataset = datasetOf(fields, presetId);
    const fitted = fitConfig(template.configFor(fields), new Set(fields.map(({ name }) => name)));
    expect(fitted?.leftOut).toEqual([]);
    expect(fitted?.config).toEqual(template.baseConfig);
    const { sections } = defined(template.baseConfig, dataset);
    expect(sections.length).toBeGreaterThan(0);
    expect(sections.some((section) => section.kind === "table" && section.chart !== null)).toBe(true);
  });

  it.each(forPresets)(
    "%s is still a report over data of %s that have only what it needs",
    (_, presetId, template) => {
      const fields = (presetOf(presetId)?.fields ?? []).filter(({ name }) => template.needs.includes(name));
      expect(fields.length).toBe(template.needs.length);
      const fitted = fitConfig(template.configFor(fields), new Set(template.needs));
      expect(fitted).not.toBeNull();
      if (fitted)
        expect(defined(fitted.config, datasetOf(fields, presetId)).sections.length).toBeGreaterThan(0);
    },
  );

  it.each(["business_report", "default"])("%s is a report over any data", (type) => {
    const fields = [
      { name: "city_id", label: "City ID", type: "integer" },
      { name: "city", label: "City", type: "string" },
      { name: "visitors", label: "Visitors", type: "integer" },
      { name: "rate", label: "Rate", type: "number", format: "percent" },
      { name: "sales", label: "Sales", type: "number", format: "currency:EUR" },
    ];
    const config = systemTemplate(type)?.configFor(fields);
    const { sections } = defined({ ...config }, datasetOf(fields, null));
    const [figures] = sections.filter(({ kind }) => kind === "figures");
    if (type === "business_report") {
      expect(figures).toMatchObject({
        figures: [
          { label: "Rows" },
          { label: "Total Visitors" },
          { label: "Average Rate" },
          { label: "Total Sales", format: "currency:EUR" },
        ],
      });
    }
    expect(sections.at(-1)).toMatchObject({ kind: "table", columns: fields.map(({ name }) => ({ name })) });
    const bare = [{ name: "word", label: "Word", type: "string" }];
    expect(
      defined({ ...systemTemplate(type)?.configFor(bare) }, datasetOf(bare, null)).sections.length,
    ).toBeGreaterThan(0);
  });
});

describe("a template over data that lack some of its fields", () => {
  const config: TemplateConfig = {
    filters: { b: 1 },
    sections: [
      { text: "About" },
      {
        figures: [
          { field: "*", aggregate: "count" },
          { field: "b", aggregate: "sum" },
        ],
      },
      {
        fields: ["a", { field: "*", aggregate: "count", as: "n" }],
        group_by: ["a"],
        sort_by: "n",
        sort_order: "desc",
      },
      { fields: ["b", "c"], sort_by: "b", sort_order: "asc", chart_type: "bar" },
    ],
  };
  const over = (...names: string[]) => fitConfig(config, new Set(names));

  it("is whole where nothing lacks", () => {
    expect(over("a", "b", "c")).toEqual({ config, leftOut: [] });
  });

  it("leaves out fields, sorting by them, figures, and tables whose groups are gone", () => {
    expect(over("c")).toEqual({
      leftOut: ["b", "a"],
      config: {
        filters: { b: 1 },
        sections: [
          { text: "About" },
          { figures: [{ field: "*", aggregate: "count" }] },
          { fields: ["c"], chart_type: "bar" },
        ],
      },
    });
  });

  it("is none where nothing is left to show", () => {
    const table: TemplateConfig = { fields: ["a", { field: "*", aggregate: "count" }], group_by: ["a"] };
    expect(fitConfig(table, new Set(["b"]))).toBeNull();
    expect(fitConfig({ sections: [{ text: "About" }, table] }, new Set())).toBeNull();
    expect(fitConfig({ fields: ["a"] }, new Set())).toBeNull();
  });
});
