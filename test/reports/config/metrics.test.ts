import { describe, expect, it } from "vitest";
import { AGENTS, EXECUTIONS, problemsOf, resolve, SALES, USERS } from "./support";

const ALL = [EXECUTIONS, USERS, AGENTS];
const tablesOf = (config: Record<string, unknown>, datasets = ALL) =>
  resolve(config, datasets).definition.sections.flatMap((section) =>
    section.kind === "table" ? [section] : [],
  );

describe("B4 B5: reports by metric types", () => {
  it("all by default: each over the one dataset of its preset, with what that has, day by day", () => {
    const tables = tablesOf({ name: "Metrics" });
    expect(tables.map(({ name, title, source }) => [name, title, source])).toEqual([
      ["executions", "Metrics: executions", expect.objectContaining({ dataset_id: "ds_executions" })],
      ["users", "Metrics: users", expect.objectContaining({ dataset_id: "ds_users" })],
      ["agents", "Metrics: agents", expect.objectContaining({ dataset_id: "ds_agents" })],
    ]);
    const [executions] = tables;
    expect(executions?.columns.map(({ name }) => name)).toEqual([
      "date",
      "total_executions",
      "successful_executions",
      "failed_executions",
      "success_rate",
      "avg_runtime",
      "agent_id",
    ]);
    expect(executions).toMatchObject({ sort: [{ column: 0, descending: false }], group: null, limit: null });
  });

  it("B11: the last 30 days when no range is given, counted when the definition is made", () => {
    const [table] = tablesOf({ metric_types: ["users"] });
    expect(table?.conditions).toMatchObject([
      { field: 0, op: "gte", value: "2026-10-23" },
      { field: 0, op: "lte", value: "2026-11-21" },
    ]);
    const { definition } = resolve({ metric_types: ["executions", "users"] }, ALL);
    expect(definition.filters).toEqual([{ label: "Date", text: "from Oct 23, 2026 to Nov 21, 2026" }]);
  });

  it("B10: else the days asked for", () => {
    const [table] = tablesOf({
      metric_types: ["users"],
      time_range: { start_date: "2026-01-01", end_date: "2026-01-31" },
    });
    expect(table?.conditions.map(({ op, value }) => [op, value])).toEqual([
      ["gte", "2026-01-01"],
      ["lte", "2026-01-31"],
    ]);
  });

  it("B9: filters reach the sections that have the field", () => {
    const [executions, users] = tablesOf({
      metric_types: ["executions", "users"],
      filters: { agent_id: "a1" },
    });
    expect(executions?.conditions).toContainEqual(
      expect.objectContaining({ field: 6, op: "eq", value: "a1" }),
    );
    expect(users?.conditions).toHaveLength(2);
  });

  it("the workspace's own id among the filters changes nothing, another's is refused", () => {
    const config = { metric_types: ["users"] };
    expect(resolve({ ...config, filters: { workspace_id: "ws_1" } }, ALL)).toEqual(resolve(config, ALL));
    expect(problemsOf({ ...config, filters: { workspace_id: "ws_2" } }, ALL)).toEqual({
      "config.filters.workspace_id": ["A report holds data of its own workspace: ws_1"],
    });
  });

  it("B26: a metric type without a dataset is named, with the datasets that there are", () => {
    expect(problemsOf({ name: "Metrics" }, [EXECUTIONS, SALES])).toEqual({
      "config.metric_types": ["users", "agents"].map(
        (type) =>
          `No dataset of this workspace has the preset metrics.${type}. ` +
          "Datasets: ds_executions (Data ds_executions, metrics.executions), ds_sales (Data ds_sales)",
      ),
    });
  });

  it("several of one preset are listed, and one of them can be named", () => {
    const second = { ...USERS, id: "ds_users_2" };
    const config = { metric_types: ["users"] };
    expect(problemsOf(config, [USERS, second])["config.metric_types"]?.[0]).toMatch(
      /^Several datasets have the preset metrics\.users, name one: ds_users \(.*\), ds_users_2 \(/,
    );
    const { datasets } = resolve({ ...config, datasets: { users: "ds_users_2" } }, [USERS, second]);
    expect(datasets.map((dataset) => dataset?.id)).toEqual(["ds_users_2"]);
    expect(Object.keys(problemsOf({ ...config, datasets: { users: "ds_none" } }, [USERS]))).toEqual([
      "config.datasets.users",
    ]);
  });

  it("a named dataset that has nothing of the metric type is refused", () => {
    const problems = problemsOf({ metric_types: ["users"], datasets: { users: SALES.id } }, [SALES]);
    expect(problems["config.datasets.users"]).toEqual([
      "ds_sales (Data ds_sales) has none of the fields of metrics.users",
    ]);
  });

  it("a range over data without a date is refused when it was asked for", () => {
    const fields = AGENTS.fields.filter((field) => (field as { name: string }).name !== "date");
    const dateless = { ...AGENTS, fields };
    expect(problemsOf({ metric_types: ["agents"] }, [dateless])).toEqual({});
    expect(Object.keys(problemsOf({ metric_types: ["agents"], time_range: "today" }, [dateless]))).toEqual([
      "config.time_range",
    ]);
  });
});
