import type { Row, TableSection } from "../document";
import type { TextSink } from "../text-sink";
import { countedRows } from "../values/counted-rows";
import type { CellFormatter } from "../values/format";
import { localeDirection } from "../values/locale";
import { forEachKind, isSummary, labelledSummary } from "../values/summaries";
import { filled, wordsOf } from "../words";
import type { PlacedChart } from "./chart";
import type { Band } from "./columns";
import { keptWithNext, paragraph } from "./runs";
import { DATA_LOOK, rowWriter, SUBTOTAL_LOOK, TABLE_END, TOTAL_LOOK, tableStart } from "./table";

/** A table with how its columns are laid out. */
export interface LaidOutTable {
  readonly kind: "table";
  readonly section: TableSection;
  readonly formats: readonly CellFormatter[];
  readonly bands: readonly Band[];
  readonly chart: PlacedChart | null;
}

/** The table, in as many bands as its columns need. */
export async function writeTable(
  { section, bands, formats }: LaidOutTable,
  locale: string,
  out: TextSink,
): Promise<void> {
  const rightToLeft = localeDirection(locale) === "rtl";
  const { in_parts, columns_of } = wordsOf(locale);
  if (bands.length > 1) out.add(paragraph("TableNote", bandsNote(section, bands.length, in_parts)));
  for (const band of bands) {
    if (bands.length > 1) out.add(paragraph("TableNote", bandNote(section, band, columns_of)));
    out.add(tableStart(section, band, rightToLeft));
    const data = rowWriter(section, band, formats, DATA_LOOK);
    const subtotal = rowWriter(section, band, formats, SUBTOTAL_LOOK);
    const total = rowWriter(section, band, formats, TOTAL_LOOK);
    const row = forEachKind(section, data, (cells, level) =>
      (level === 0 ? total : subtotal)(labelledSummary(section.columns, cells, level, locale)),
    );
    await writeRows(section, row, out);
    out.add(TABLE_END);
  }
}

async function writeRows(section: TableSection, write: (row: Row) => string, out: TextSink): Promise<void> {
  // A row waits until the next is known: one that a sum follows stays on the sum's page.
  let waiting = "";
  for await (const batch of countedRows(section)) {
    for (const row of batch) {
      out.add(isSummary(section, row) ? keptWithNext(waiting) : waiting);
      waiting = write(row);
      if (out.full) await out.flush();
    }
  }
  out.add(waiting);
}

function bandsNote({ columns }: TableSection, bands: number, template: string): string {
  const first = columns[0]?.label ?? "";
  return filled(template, { columns: String(columns.length), parts: String(bands), first });
}

function bandNote({ columns }: TableSection, band: Band, template: string): string {
  const own = band.columns[0] === 0 && band.columns[1] !== 1 ? band.columns.slice(1) : band.columns;
  const [first = 0] = own;
  const [from, to] = [first + 1, (own.at(-1) ?? first) + 1];
  return filled(template, { from: String(from), to: String(to), columns: String(columns.length) });
}
