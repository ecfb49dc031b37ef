import { fixedTemplate, type TemplateField } from "./template";

const COUNTS: readonly TemplateField[] = [
  { field: "total_executions", aggregate: "sum", as: "total_executions", label: "Total Executions" },
  { field: "successful_executions", aggregate: "sum", as: "successful_executions", label: "Successful" },
  { field: "failed_executions", aggregate: "sum", as: "failed_executions", label: "Failed" },
];

/** Means of days: a day with few executions counts as much as one with many, and the labels say so. */
const DAILY_MEANS: readonly TemplateField[] = [
  { field: "success_rate", aggregate: "avg", as: "success_rate", label: "Average Daily Success Rate" },
  { field: "avg_runtime", aggregate: "avg", as: "avg_runtime", label: "Average Daily Runtime" },
];

/** Reports on what agents and users do. */
export const METRICS_TEMPLATES = [
  fixedTemplate({
    type: "agent_activity",
    name: "Agent Activity Report",
    description: "What each agent did and how it went, the busiest first",
    needs: ["agent_name", "total_executions"],
    config: {
      fields: [
        "agent_name",
        ...COUNTS,
        ...DAILY_MEANS,
        { field: "total_tokens", aggregate: "sum", as: "total_tokens", label: "Tokens" },
        { field: "total_cost", aggregate: "sum", as: "total_cost", label: "Cost" },
      ],
      group_by: ["agent_name"],
      totals: true,
      chart_type: "bar",
      sort_by: "total_executions",
      sort_order: "desc",
    },
  }),
  fixedTemplate({
    type: "execution_trend",
    name: "Execution Trend Report",
    description: "Executions day by day",
    needs: ["date", "total_executions"],
    config: {
      fields: ["date", ...COUNTS, ...DAILY_MEANS],
      group_by: ["date"],
      totals: true,
      chart_type: "line",
      sort_by: "date",
      sort_order: "asc",
    },
  }),
  fixedTemplate({
    type: "user_activity",
    name: "User Activity Report",
    description: "Users and their sessions day by day",
    needs: ["date"],
    config: {
      fields: [
        "date",
        "active_users",
        "new_users",
        "returning_users",
        "total_users",
        "sessions",
        "avg_session_duration",
      ],
      chart_type: "line",
      sort_by: "date",
      sort_order: "asc",
    },
  }),
];
