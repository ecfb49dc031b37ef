import type { OutlineSection } from "./outline";

export interface InlineTemplate {
  readonly title: string;
  readonly description: string;
  /** Whether tables get charts when the request does not say. */
  readonly include_charts: boolean;
  /** The sections in the order and under the headings that readers see. Pure. */
  readonly layOut: (sections: readonly OutlineSection[]) => readonly OutlineSection[];
}

export const INLINE_TEMPLATES = {
  business_report: {
    title: "Business report",
    description: "An executive summary of the key figures first, then texts, then tables with their charts.",
    include_charts: true,
    layOut: (sections) => [
      ...sections.filter(({ kind }) => kind === "figures").map(summarised),
      ...sections.filter(({ kind }) => kind === "text"),
      ...sections.filter(({ kind }) => kind === "table"),
    ],
  },
  default: {
    title: "Plain",
    description: "Everything in the order of the data.",
    include_charts: false,
    layOut: (sections) => sections,
  },
} as const satisfies Record<string, InlineTemplate>;

export type InlineTemplateName = keyof typeof INLINE_TEMPLATES;
export const INLINE_TEMPLATE_NAMES = Object.keys(INLINE_TEMPLATES) as InlineTemplateName[];

/** The figures of the whole, not those of a part, are what an executive reads first. */
const summarised = (section: OutlineSection): OutlineSection =>
  section.kind === "figures" && section.isTop ? { ...section, title: "Executive summary" } : section;

export const isInlineTemplate = (name: string): name is InlineTemplateName =>
  Object.hasOwn(INLINE_TEMPLATES, name);
