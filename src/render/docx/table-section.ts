import type { Row, TableSection } from "../document";
import type { TextSink } from "../text-sink";
import { countedRows } from "../values/counted-rows";
import type { CellFormatter } from "../values/format";
import { forEachKind, isSummary, labelledSummary } from "../values/summaries";
import type { Band } from "./columns";
import { paragraph } from "./runs";
import { DATA_LOOK, rowWriter, SUBTOTAL_LOOK, TABLE_END, TOTAL_LOOK, tableStart } from "./table";

/** A table with how its columns are laid out. */
export interface LaidOutTable {
  readonly kind: "table";
  readonly section: TableSection;
  readonly formats: readonly CellFormatter[];
  readonly bands: readonly Band[];
}

/** The table, in as many bands as its columns need. */
export async function writeTable(
  { section, bands, formats }: LaidOutTable,
  rightToLeft: boolean,
  out: TextSink,
): Promise<void> {
  if (bands.length > 1) out.add(paragraph("TableNote", bandsNote(section, bands.length)));
  for (const band of bands) {
    if (bands.length > 1) out.add(paragraph("TableNote", bandNote(section, band)));
    out.add(tableStart(section, band, rightToLeft));
    const data = rowWriter(section, band, formats, DATA_LOOK);
    const subtotal = rowWriter(section, band, formats, SUBTOTAL_LOOK);
    const total = rowWriter(section, band, formats, TOTAL_LOOK);
    const row = forEachKind(section, data, (cells, level) =>
      (level === 0 ? total : subtotal)(labelledSummary(section.columns, cells, level)),
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

/** The row with all of its paragraphs kept with what follows them (ECMA-376 part 1, 17.3.1.15). */
const keptWithNext = (row: string) => row.replace(/<w:pStyle [^>]*>/g, "$&<w:keepNext/>");

function bandsNote({ columns }: TableSection, bands: number): string {
  const repeated = columns[0]?.label ?? "";
  return `${columns.length} columns do not fit side by side: they follow in ${bands} tables, each with “${repeated}” first.`;
}

function bandNote({ columns }: TableSection, band: Band): string {
  const own = band.columns[0] === 0 && band.columns[1] !== 1 ? band.columns.slice(1) : band.columns;
  const [first = 0] = own;
  return `Columns ${first + 1} to ${(own.at(-1) ?? first) + 1} of ${columns.length}`;
}
