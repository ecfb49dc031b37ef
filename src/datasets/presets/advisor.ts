import type { Preset, PresetField } from "./preset";

const text = (name: string, label: string, description: string, ...aliases: string[]): PresetField => ({
  name,
  label,
  type: "string",
  aliases,
  description,
});

/** What Azure Advisor exports as CSV, one row a recommendation and resource, under the portal's own headers. */
export const ADVISOR: Preset = {
  id: "advisor.recommendations",
  title: "Azure Advisor recommendations",
  description: "One row a recommendation and resource: category, impact, savings.",
  group: "recommendation",
  fields: [
    text("category", "Category", "Cost, Security, Reliability, Performance or Operational excellence."),
    { ...text("business_impact", "Business Impact", "High, Medium or Low."), loose: ["impact"] },
    {
      ...text("recommendation", "Recommendation", "What is advised.", "recommendation text"),
      loose: ["short description", "problem"],
    },
    text("subscription_id", "Subscription ID", "The subscription of the resource.", "azure subscription id"),
    {
      ...text("subscription_name", "Subscription Name", "Its name.", "azure subscription name"),
      loose: ["subscription"],
    },
    text("resource_group", "Resource Group", "The group of the resource.", "resource group name"),
    { ...text("resource_name", "Resource Name", "What is to be changed."), loose: ["resource"] },
    {
      ...text("resource_type", "Resource Type", "Its type, such as Microsoft.Compute/virtualMachines."),
      loose: ["type", "impacted field"],
    },
    {
      name: "updated_date",
      label: "Updated Date",
      type: "date",
      aliases: ["recommendation updated date"],
      loose: ["last updated", "updated"],
      description: "When Advisor looked last.",
    },
    text("potential_benefits", "Potential Benefits", "What the change is good for."),
    {
      name: "potential_annual_cost_savings",
      label: "Potential Annual Cost Savings",
      type: "number",
      aliases: ["annual cost savings", "potential annual savings", "potential yearly cost savings"],
      loose: ["annual savings", "savings"],
      description: "What a year would cost less, in the row's currency.",
    },
    {
      ...text("currency", "Currency", "ISO 4217 code of the savings.", "potential cost savings currency"),
      loose: ["savings currency"],
    },
    text("potential_carbon_reductions", "Potential Carbon Reductions", "What less would be emitted."),
    text(
      "cost_implications",
      "Cost Implications",
      "Whether the change costs something.",
      "cost implications (preview)",
    ),
    text("description_of_changes", "Description of Changes", "What to do.", "recommended actions"),
    {
      name: "advisor_score_impact",
      label: "Advisor Score Impact",
      type: "number",
      aliases: ["score impact"],
      description: "By how much the Advisor score would rise.",
    },
    {
      name: "retirement_date",
      label: "Retirement Date",
      type: "date",
      aliases: ["feature retirement date"],
      description: "When the feature in use is withdrawn.",
    },
    text("retiring_feature", "Retiring Feature", "Which feature that is."),
  ],
  filters: [
    {
      name: "category",
      field: "category",
      kind: "enum",
      words: "Category (Cost, Security, Reliability, Performance, Operational excellence)",
      values: [
        "Cost",
        "Security",
        "Reliability",
        "HighAvailability",
        "Performance",
        "Operational excellence",
        "OperationalExcellence",
      ],
    },
    {
      name: "business_impact",
      field: "business_impact",
      kind: "enum",
      words: "Business impact (High, Medium, Low)",
      values: ["High", "Medium", "Low"],
    },
    {
      name: "savings_range",
      field: "potential_annual_cost_savings",
      kind: "range",
      words: "Object with min and max yearly savings",
      min: 0,
    },
    {
      name: "date_range",
      field: "updated_date",
      otherwise: "retirement_date",
      kind: "date_range",
      words: "Object with start and end ISO dates",
    },
    { name: "subscription_id", field: "subscription_id", kind: "value", words: "Subscription ID" },
    { name: "resource_group", field: "resource_group", kind: "value", words: "Resource group" },
  ],
  templates: ["detailed", "executive", "cost", "security", "operations"],
  required: [["category"], ["recommendation"]],
  signs: {
    fields: [
      "business_impact",
      "subscription_id",
      "subscription_name",
      "resource_group",
      "resource_name",
      "resource_type",
      "potential_annual_cost_savings",
    ],
    enough: 3,
  },
};
