import type { ReportDocument } from "../document";

/** Where people print on US Letter: CLDR's territories for the paper size US-Letter. */
const LETTER_REGIONS = new Set("US CA MX PH CO CL VE GT CR PA SV DO PR BZ NI HN BO".split(" "));

export interface Paper {
  /** Code in SpreadsheetML's `paperSize` (ECMA-376 part 1, 18.3.1.63). */
  readonly code: number;
  /** Twentieths of a point. */
  readonly width: number;
  readonly height: number;
}

const PAPERS = {
  Letter: { code: 1, width: 12_240, height: 15_840 },
  A4: { code: 9, width: 11_906, height: 16_838 },
} as const;

/** The paper that the report asks for, or else that of its locale's region: US Letter or A4. */
export function paperOf({ locale, page }: Pick<ReportDocument, "locale" | "page">): Paper {
  return PAPERS[page?.size ?? (LETTER_REGIONS.has(regionOf(locale)) ? "Letter" : "A4")];
}

/** Whether pages may lie, in the order of preference: as the report asks, or else upright before lying. */
export function directionsOf({ page }: Pick<ReportDocument, "page">): readonly [boolean, ...boolean[]] {
  return page?.orientation === undefined ? [false, true] : [page.orientation === "landscape"];
}

/** The region named by a tag; the plain language tags say nothing of paper and get A4. */
function regionOf(locale: string): string {
  try {
    return new Intl.Locale(locale).region ?? "";
  } catch {
    return "";
  }
}
