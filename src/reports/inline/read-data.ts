import { Buffer } from "node:buffer";
import { JsonProfile } from "../../datasets/read/json-profile";
import { invalid } from "../../http/problem";
import type { Row } from "../../render/document";
import { labelOf } from "./labels";
import { DATA_LIMITS } from "./limits";
import type { InlineData, OutlineSection } from "./outline";
import { DataProblems } from "./problems";
import { isProse } from "./prose";
import { readTable } from "./read-table";
import { isObject, isScalar, typedColumns } from "./values";

/**
 * Any JSON as the sections of a report. Lists become tables, numbers and words key figures, longer texts
 * paragraphs, and objects sections under headings of their own. Throws 422, naming the place, for data that is
 * empty or that no document can hold.
 *
 * @param names.root what the caller calls the data.
 * @param names.title heading of a list that is the whole of it.
 */
export function readData(
  data: unknown,
  names: { readonly root: "data" | "generated_data"; readonly title: string },
): InlineData {
  if (isEmpty(data)) throw invalid({ [names.root]: ["is empty: give at least one value, list or object"] });
  const reader = new DataReader(names.root, names.title);
  reader.read(data);
  const outline = { sections: reader.sections };
  if (Buffer.byteLength(JSON.stringify(outline)) > DATA_LIMITS.outlineBytes)
    reader.problems.add(names.root, "has too many columns, figures and texts for one report");
  if (reader.problems.found) throw invalid(reader.problems.errors);
  return { outline, tables: reader.tables };
}

function isEmpty(data: unknown): boolean {
  if (Array.isArray(data)) return data.length === 0;
  return (
    data === undefined || data === null || data === "" || (isObject(data) && Object.keys(data).length === 0)
  );
}

type Entry = readonly [key: string, value: unknown];
type Way = readonly string[];
/** Each kind of section without its head. */
type Content<S = OutlineSection> = S extends OutlineSection
  ? Omit<S, "name" | "title" | "description">
  : never;

class DataReader {
  readonly sections: OutlineSection[] = [];
  readonly tables: (readonly Row[])[] = [];
  readonly problems = new DataProblems();
  readonly #names = new Set<string>();

  constructor(
    private readonly root: string,
    private readonly title: string,
  ) {}

  read(data: unknown): void {
    if (Array.isArray(data)) this.#addTable(data, [], this.title);
    else if (isObject(data)) this.#readObject(data, []);
    else if (isProse(data)) this.#addText(data, []);
    else this.#addFigures([["value", data]], []);
  }

  #readObject(object: Readonly<Record<string, unknown>>, way: Way): void {
    const entries = Object.entries(object);
    for (const [key] of entries) this.problems.checkKey(key, this.#at(way));
    if (entries.length === 0) this.#addText("No data.", way);
    const isFigure = ([, value]: Entry) => isScalar(value) && !isProse(value);
    this.#addFigures(entries.filter(isFigure), way);
    for (const [key, value] of entries.filter((entry) => !isFigure(entry))) {
      const inner = [...way, key];
      if (Array.isArray(value)) this.#addTable(value, inner);
      else if (isProse(value)) this.#addText(value, inner);
      else if (inner.length > DATA_LIMITS.headings)
        this.problems.add(this.#at(inner), `is nested deeper than ${DATA_LIMITS.headings} objects`);
      else if (isObject(value)) this.#readObject(value, inner);
    }
  }

  /** Very many figures are easier read as a table. */
  #addFigures(entries: readonly Entry[], way: Way): void {
    if (entries.length === 0) return;
    const isTop = way.length === 0;
    if (entries.length > DATA_LIMITS.figures) {
      const pairs = entries.map(([name, value]) => ({ name, value }));
      this.#addTable(pairs, way, isTop ? "Values" : undefined);
      return;
    }
    const typed = entries.flatMap(([key, value]) => {
      const profile = new JsonProfile();
      profile.add(value);
      return typedColumns([{ name: key || "value", label: labelOf(key), profile }]);
    });
    const given = this.tables.push([typed.map(({ cellOf }, at) => cellOf(entries[at]?.[1]))]) - 1;
    const figures = typed.map(({ column }) => column);
    this.#add(way, { kind: "figures", figures, given, isTop }, isTop ? "Key figures" : undefined);
  }

  #addTable(elements: readonly unknown[], way: Way, title?: string): void {
    const { columns, rows } = readTable(elements, this.#at(way), this.problems);
    const isBare = columns.length === 0; // a table needs a column to say that it is empty
    const given = this.tables.push(isBare ? rows.map(() => [null]) : rows) - 1;
    const shown = isBare ? [{ name: "value", label: "Value", type: "string" } as const] : columns;
    const description = rows.length === 0 ? "The list is empty." : null;
    this.#add(way, { kind: "table", columns: shown, given }, title, description);
  }

  #addText(text: string, way: Way): void {
    if (text.length > DATA_LIMITS.textChars)
      this.problems.tooLong(this.#at(way), text.length, DATA_LIMITS.textChars);
    else this.#add(way, { kind: "text", text });
  }

  #add(way: Way, content: Content, title?: string, description: string | null = null): void {
    if (this.sections.length === DATA_LIMITS.sections) {
      this.problems.add(this.root, `would make more than ${DATA_LIMITS.sections} sections`);
      return;
    }
    const base = way.join(".") || (content.kind === "figures" ? "key_figures" : "data");
    let name = base;
    for (let count = 2; this.#names.has(name); count += 1) name = `${base}_${count}`;
    this.#names.add(name);
    const heading = title ?? (way.map((key) => labelOf(key)).join(": ") || this.title);
    this.sections.push({ name, title: heading, description, ...content });
  }

  #at(way: Way): string {
    return [this.root, ...way].join(".");
  }
}
