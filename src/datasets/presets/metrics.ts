import type { Preset, PresetField, PresetFilter } from "./preset";

const DATE: PresetField = {
  name: "date",
  label: "Date",
  type: "date",
  aliases: ["metric date", "日期"],
  loose: ["day", "period"],
  description: "The day that was counted.",
};

const AGENT_ID: PresetField = {
  name: "agent_id",
  label: "Agent ID",
  type: "string",
  aliases: ["agent uuid"],
  loose: ["agent"],
  description: "Identifies the agent.",
};

/** What executions are counted by, of all agents or of one. */
const EXECUTION_COUNTS: readonly PresetField[] = [
  {
    name: "total_executions",
    label: "Total Executions",
    type: "integer",
    aliases: ["executions", "execution count", "number of executions", "total runs", "执行总数"],
    loose: ["total", "runs"],
    description: "How many executions there were.",
  },
  {
    name: "successful_executions",
    label: "Successful Executions",
    type: "integer",
    aliases: ["executions succeeded", "succeeded executions", "successful runs", "成功次数"],
    loose: ["successful", "succeeded", "successes"],
    description: "How many of them succeeded.",
  },
  {
    name: "failed_executions",
    label: "Failed Executions",
    type: "integer",
    aliases: ["executions failed", "failed runs", "execution failures", "失败次数"],
    loose: ["failed", "failures", "errors"],
    description: "How many of them failed.",
  },
  {
    name: "success_rate",
    label: "Success Rate",
    type: "number",
    aliases: ["success percent", "success percentage", "成功率"],
    description: "Successful of all executions, out of 100.",
  },
  {
    name: "avg_runtime",
    label: "Average Runtime",
    type: "number",
    aliases: ["avg run time", "mean runtime", "average execution time", "avg execution time", "平均运行时间"],
    loose: ["runtime", "duration", "avg duration"],
    description: "Mean time of an execution.",
  },
];

const DATE_RANGE: PresetFilter = {
  name: "date_range",
  field: "date",
  kind: "date_range",
  words: "Object with start and end ISO dates",
};
const AGENT: PresetFilter = { name: "agent_id", field: "agent_id", kind: "value", words: "Agent ID" };

/** One row a day, or a day and agent. */
const EXECUTIONS: Preset = {
  id: "metrics.executions",
  title: "Metrics: executions",
  description: "One row a day: how many executions there were and how they went.",
  group: "executions",
  fields: [DATE, ...EXECUTION_COUNTS, AGENT_ID],
  filters: [DATE_RANGE, AGENT],
  templates: ["execution_trend"],
  required: [["date"], ["total_executions"]],
  signs: { fields: EXECUTION_COUNTS.map(({ name }) => name), enough: 3 },
};

/** One row a day. */
const USERS: Preset = {
  id: "metrics.users",
  title: "Metrics: users",
  description: "One row a day: how many users there were and how much they did.",
  group: "users",
  fields: [
    DATE,
    {
      name: "total_users",
      label: "Total Users",
      type: "integer",
      aliases: ["user count", "number of users", "用户总数"],
      loose: ["users", "total"],
      description: "How many users there were at the end of the day.",
    },
    {
      name: "active_users",
      label: "Active Users",
      type: "integer",
      aliases: ["daily active users", "dau", "活跃用户"],
      loose: ["active"],
      description: "How many of them did something.",
    },
    {
      name: "new_users",
      label: "New Users",
      type: "integer",
      aliases: ["sign-ups", "registrations", "新用户"],
      loose: ["new"],
      description: "How many came that day.",
    },
    {
      name: "returning_users",
      label: "Returning Users",
      type: "integer",
      aliases: ["repeat users", "回访用户"],
      loose: ["returning"],
      description: "How many came back.",
    },
    {
      name: "sessions",
      label: "Sessions",
      type: "integer",
      aliases: ["user sessions", "session count", "会话数"],
      loose: ["visits"],
      description: "How many sessions they had.",
    },
    {
      name: "avg_session_duration",
      label: "Average Session Duration",
      type: "number",
      aliases: ["avg session duration", "average session time", "平均会话时长"],
      loose: ["duration"],
      description: "Mean time of a session.",
    },
    {
      name: "executions_per_user",
      label: "Executions per User",
      type: "number",
      aliases: ["avg executions per user", "人均执行次数"],
      description: "Mean number of executions that an active user started.",
    },
  ],
  filters: [DATE_RANGE],
  templates: ["user_activity"],
  required: [["date"], ["active_users", "total_users"]],
  signs: {
    fields: ["total_users", "active_users", "new_users", "returning_users", "executions_per_user"],
    enough: 2,
  },
};

/** One row an agent and day. */
const AGENTS: Preset = {
  id: "metrics.agents",
  title: "Metrics: agents",
  description: "One row an agent and day: what each agent did and how it went.",
  group: "agents",
  fields: [
    DATE,
    AGENT_ID,
    {
      name: "agent_name",
      label: "Agent Name",
      type: "string",
      aliases: ["name of agent", "代理名称"],
      loose: ["agent", "name"],
      description: "The agent's name.",
    },
    ...EXECUTION_COUNTS,
    {
      name: "total_tokens",
      label: "Total Tokens",
      type: "integer",
      aliases: ["tokens", "tokens used", "token count"],
      description: "Tokens that the agent's models read and wrote.",
    },
    {
      name: "total_cost",
      label: "Total Cost",
      type: "number",
      aliases: ["execution cost", "agent cost"],
      loose: ["cost"],
      description: "What the executions cost.",
    },
  ],
  filters: [DATE_RANGE, AGENT],
  templates: ["agent_activity"],
  required: [["agent_name", "agent_id"], ["total_executions"]],
  signs: { fields: ["agent_name", "agent_id", ...EXECUTION_COUNTS.map(({ name }) => name)], enough: 4 },
};

export const METRICS: readonly Preset[] = [EXECUTIONS, USERS, AGENTS];
