import type { Chart, ReportDocument, TableSection } from "../../document";
import { wordsOf } from "../../words";
import { ZipWriter } from "../../zip/zip-writer";
import type { CellContext } from "../cells";
import { writePackage } from "../package";
import { SheetNames } from "../sheet-names";
import { StyleSheet } from "../styles";
import { type BoundChart, boundChart } from "./bound-chart";
import { pointsSheet } from "./points-sheet";

/** A chart with a workbook of its own: what Word opens when somebody edits the chart's data. */
export interface ChartWithWorkbook {
  readonly bound: BoundChart;
  /** An XLSX file of one sheet. */
  readonly workbook: Uint8Array;
}

const PART = "worksheets/sheet1.xml";

/** Puts a chart's points into a workbook: a few KB, as no chart has more than 50. */
export async function chartWorkbook(
  document: ReportDocument,
  section: TableSection,
  chart: Chart,
): Promise<ChartWithWorkbook> {
  const styles = new StyleSheet();
  const context: CellContext = {
    styles,
    locale: document.locale,
    // Times in labels are in the report's zone already.
    offsetAt: () => 0,
    startSide: "left",
    tally: { cutCells: 0, lines: 1 },
  };
  const name = new SheetNames().claim(wordsOf(document.locale).workbook.chart_data);
  const { xml, cells } = pointsSheet(document, name, [{ chart, section }], context);
  const [placed] = cells;
  if (placed === undefined) throw new Error("A chart's points have no place on their sheet");
  const parts: Uint8Array[] = [];
  const sink = { write: async (bytes: Uint8Array) => void parts.push(bytes) };
  const zip = new ZipWriter(sink, { modified: document.generated_at });
  await zip.add(`xl/${PART}`, xml);
  const sheet = { name, part: PART, rows: null, table: null, pagesWide: 1 };
  await writePackage(document, zip, [sheet], styles, 0);
  await zip.close();
  return { bound: boundChart(chart, placed, document.locale), workbook: joined(parts) };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
