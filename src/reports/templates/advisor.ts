import { countOfRows, fixedTemplate, type TemplateFigures, type TemplateTable } from "./template";

const SAVINGS = "potential_annual_cost_savings";
const COUNT = countOfRows("recommendations", "Recommendations");
const SUM_OF_SAVINGS = {
  field: SAVINGS,
  aggregate: "sum",
  as: "annual_savings",
  label: "Annual Savings",
} as const;
const FORMATS = ["html", "pdf"] as const;

const KEY_FIGURES: TemplateFigures = {
  title: "Key figures",
  figures: [
    COUNT,
    { field: "subscription_id", aggregate: "count_distinct", as: "subscriptions", label: "Subscriptions" },
    { field: "resource_name", aggregate: "count_distinct", as: "resources", label: "Resources" },
  ],
};

/** How many recommendations there are by this field, the most first. */
const countBy = (field: string, title: string, chart_type: "bar" | "pie"): TemplateTable => ({
  title,
  fields: [field, COUNT],
  group_by: [field],
  totals: true,
  chart_type,
  sort_by: "recommendations",
  sort_order: "desc",
});

/** Amounts of different currencies are never added up. */
const savingsBy = (field: string, title: string): TemplateTable => ({
  title,
  fields: ["currency", field, COUNT, SUM_OF_SAVINGS],
  group_by: ["currency", field],
  chart_type: "bar",
  sort_by: "annual_savings",
  sort_order: "desc",
});

const BY_CURRENCY: TemplateTable = {
  title: "Savings by currency",
  fields: ["currency", COUNT, SUM_OF_SAVINGS],
  group_by: ["currency"],
  sort_by: "annual_savings",
  sort_order: "desc",
};

const LIST_FIELDS = [
  "business_impact",
  "recommendation",
  "subscription_name",
  "resource_group",
  "resource_name",
  "resource_type",
] as const;

/** Reports on what Azure Advisor recommends. */
export const ADVISOR_TEMPLATES = [
  fixedTemplate({
    type: "detailed",
    name: "Detailed Advisor Report",
    description: "Every recommendation, with key figures and counts by category and impact",
    needs: ["category", "recommendation"],
    config: {
      formats: FORMATS,
      sections: [
        KEY_FIGURES,
        countBy("category", "By category", "bar"),
        countBy("business_impact", "By business impact", "pie"),
        BY_CURRENCY,
        {
          title: "All recommendations",
          fields: ["category", ...LIST_FIELDS, SAVINGS, "currency"],
          group_by: ["category"],
          sort_by: SAVINGS,
          sort_order: "desc",
        },
      ],
    },
  }),
  fixedTemplate({
    type: "executive",
    name: "Executive Advisor Summary",
    description:
      "The state of things on a page: key figures, where the recommendations are, the ten best savings",
    needs: ["category", "recommendation"],
    config: {
      formats: FORMATS,
      sections: [
        KEY_FIGURES,
        countBy("category", "Where the recommendations are", "pie"),
        countBy("business_impact", "How much they matter", "bar"),
        BY_CURRENCY,
        {
          title: "The ten best savings",
          fields: ["recommendation", "resource_name", "subscription_name", SAVINGS, "currency"],
          sort_by: SAVINGS,
          sort_order: "desc",
          limit: 10,
        },
      ],
    },
  }),
  fixedTemplate({
    type: "cost",
    name: "Cost Optimisation Report",
    description: "What can be saved, by subscription and by type of resource",
    needs: ["category", "recommendation", SAVINGS],
    config: {
      formats: FORMATS,
      filters: { category: "Cost" },
      sections: [
        KEY_FIGURES,
        BY_CURRENCY,
        savingsBy("subscription_name", "Savings by subscription"),
        savingsBy("resource_type", "Savings by type of resource"),
        {
          title: "Cost recommendations",
          fields: [...LIST_FIELDS, SAVINGS, "currency"],
          sort_by: SAVINGS,
          sort_order: "desc",
        },
      ],
    },
  }),
  fixedTemplate({
    type: "security",
    name: "Security Report",
    description: "What is open to attack, by impact and by subscription",
    needs: ["category", "recommendation"],
    config: {
      formats: FORMATS,
      filters: { category: "Security" },
      sections: [
        KEY_FIGURES,
        countBy("business_impact", "By business impact", "pie"),
        countBy("subscription_name", "By subscription", "bar"),
        countBy("recommendation", "By recommendation", "bar"),
        { title: "Security recommendations", fields: [...LIST_FIELDS], group_by: ["business_impact"] },
      ],
    },
  }),
  fixedTemplate({
    type: "operations",
    name: "Operations Report",
    description: "Operational excellence, reliability and performance, with what is to be retired",
    needs: ["category", "recommendation"],
    config: {
      formats: FORMATS,
      filters: { category: { not_in: ["Cost", "Security"] } },
      sections: [
        KEY_FIGURES,
        countBy("category", "By category", "bar"),
        countBy("resource_type", "By type of resource", "bar"),
        {
          title: "Features to be retired",
          fields: ["retirement_date", "retiring_feature", countOfRows("resources", "Resources")],
          group_by: ["retirement_date", "retiring_feature"],
          sort_by: "retirement_date",
          sort_order: "asc",
        },
        { title: "Recommendations", fields: ["category", ...LIST_FIELDS], group_by: ["category"] },
      ],
    },
  }),
];
