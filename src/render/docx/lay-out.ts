import { type ReportDocument, type Section, type TableSection, tablesOf } from "../document";
import { directionsOf, paperOf } from "../office/paper";
import { sampleRows } from "../office/sample";
import { type CellFormatter, cellFormatter } from "../values/format";
import { likelyTotals } from "../values/likely-totals";
import { localeDirection } from "../values/locale";
import type { PlacedChart } from "./chart";
import { bandsOf, columnNeeds, fits, type Need } from "./columns";
import type { LaidOutSection } from "./document-part";
import { type Page, pageOf } from "./page";

/** Sections on pages of one direction. */
export interface LaidOutPart {
  readonly page: Page;
  readonly sections: readonly LaidOutSection[];
  /** Its footer's name below `word/`, and the main part's relationship to it. */
  readonly footer: string;
  readonly footerId: string;
}

export interface LaidOutDocument {
  /** One, or two when pages are turned on the way. */
  readonly parts: readonly LaidOutPart[];
  readonly charts: readonly PlacedChart[];
}

interface MeasuredTable {
  readonly formats: readonly CellFormatter[];
  readonly needs: readonly Need[];
}

/**
 * Chooses the pages that sections stand on, and cuts tables that are too wide for them into bands.
 * @param fixedParts how many relationships the main part has before those to its charts and then its footers
 */
export async function layOut(document: ReportDocument, fixedParts: number): Promise<LaidOutDocument> {
  const measured = new Map<Section, MeasuredTable>();
  for (const section of tablesOf(document)) measured.set(section, await measure(section, document));
  const rightToLeft = localeDirection(document.locale) === "rtl";
  const charts: PlacedChart[] = [];
  const laidOut = pagesOf(document, measured).map(({ page, sections }, at) => ({
    page,
    footer: `footer${at + 1}.xml`,
    sections: sections.flatMap((section): LaidOutSection[] => {
      if (section.kind !== "table") return [section];
      const table = measured.get(section);
      if (table === undefined) return [];
      const { chart } = section;
      const number = charts.length + 1;
      const placed = chart && { chart, section, page, number, relationship: `rId${fixedParts + number}` };
      if (placed !== null) charts.push(placed);
      const bands = bandsOf(table.needs, page.textWidth, rightToLeft);
      return [{ kind: "table", section, formats: table.formats, bands, chart: placed }];
    }),
  }));
  const before = fixedParts + charts.length;
  return { parts: laidOut.map((part, at) => ({ ...part, footerId: `rId${before + at + 1}` })), charts };
}

/**
 * Turns the pages, unless told how they lie, before the first table that does not fit upright. They stay so: pages that
 * turn back and forth are hard to read.
 */
function pagesOf(document: ReportDocument, measured: ReadonlyMap<Section, MeasuredTable>) {
  const { sections } = document;
  const [direction, other] = directionsOf(document);
  const paper = paperOf(document);
  const page = pageOf(paper, direction);
  const wide = sections.findIndex((section) => !fits(measured.get(section)?.needs ?? [], page.textWidth));
  if (other === undefined || wide < 0) return [{ page, sections }];
  const turned = { page: pageOf(paper, other), sections: sections.slice(wide) };
  return wide === 0 ? [turned] : [{ page, sections: sections.slice(0, wide) }, turned];
}

async function measure(section: TableSection, document: ReportDocument): Promise<MeasuredTable> {
  const { locale, time_zone } = document;
  const formats = section.columns.map((column) => cellFormatter(column, locale, time_zone));
  const sample = await sampleRows(section);
  const totals = likelyTotals(section, sample, locale);
  return { formats, needs: columnNeeds(section, totals === null ? sample : [...sample, totals], formats) };
}
