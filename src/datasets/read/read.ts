import { Batches } from "./batches";
import { rowReader } from "./convert";
import { isBlank } from "./csv-header";
import { CsvParser } from "./csv-parser";
import { detectEncoding } from "./encoding";
import type { CsvForm, JsonForm, TableBatch, TextForm } from "./form";
import { jsonSplitter } from "./json-elements";
import { objectReader, readElement } from "./json-rows";
import { type OpenBytes, TextSource } from "./source";

/**
 * Pass 2: the rows, typed as the form says, and those that do not fit, in batches in file order.
 * Cells follow the order of `form.fields`. Leaving the loop early cancels the stream.
 *
 * @throws ReadFailure `no_good_rows` behind the last batch when there were rows and all were bad.
 */
export async function* readTable(open: OpenBytes, form: TextForm): AsyncGenerator<TableBatch, void, void> {
  const batches = new Batches();
  const parser = form.format === "csv" ? csvParser(form, batches) : jsonParser(form, batches);
  const source = await TextSource.open(open);
  try {
    const { bytes } = await source.head();
    const { bomBytes } = detectEncoding(bytes, form.encoding);
    for await (const text of source.text(form.encoding, bomBytes, { multibyte: 0, broken: 0 })) {
      parser.write(text);
      yield* batches.take(false);
    }
    parser.end();
    yield* batches.take(true);
  } finally {
    await source.close();
  }
  batches.checkGood();
}

function csvParser(form: CsvForm, batches: Batches): CsvParser {
  const read = rowReader(form.fields, form.header);
  let above = form.dialect.skipRecords + (form.hasHeader ? 1 : 0);
  return new CsvParser(form.dialect, columnNames(form), {
    record: (cells, line, raw, chars) => {
      above -= 1;
      if (above >= 0 || isBlank(cells)) return;
      batches.add(read(cells), line, raw, chars);
    },
    fault: (fault, line, raw) => {
      above -= 1;
      if (above < 0) batches.add({ faults: [fault] }, line, () => raw, raw.length);
    },
  });
}

/** Names of the file's columns for reports: the field's, or the header's for one that is not read. */
function columnNames(form: CsvForm): string[] {
  const names = new Map(form.fields.map(({ name, reading }) => [reading.index, name]));
  return form.header.map((label, index) => names.get(index) ?? label);
}

function jsonParser(form: JsonForm, batches: Batches) {
  const read = objectReader(form.fields, form.closed);
  return jsonSplitter(form.format, {
    record: (text, line, raw, chars) => {
      const element = readElement(text);
      const row = "fault" in element ? { faults: [element.fault] as const } : read(element.object);
      batches.add(row, line, raw, chars);
    },
    fault: (fault, line, raw) => batches.add({ faults: [fault] }, line, () => raw, raw.length),
  });
}
