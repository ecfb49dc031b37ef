import { JsonProfile } from "../../datasets/read/json-profile";
import type { Column, Row } from "../../render/document";
import { labelOf } from "./labels";
import { DATA_LIMITS } from "./limits";
import type { DataProblems } from "./problems";
import { isObject, isScalar, typedColumns } from "./values";

interface FoundColumn {
  readonly name: string;
  readonly label: string;
  readonly profile: JsonProfile;
}

/** A key of the elements, or of an object in them. */
interface Key {
  readonly way: readonly string[];
  readonly inner: Map<string, Key>;
  /** Its column; undefined until it has a value of its own, -1 when there is no room for one. */
  column: number | undefined;
}

/**
 * The elements of an array as rows: objects by their keys, nested ones by dotted names (`customer.name`), lists in
 * a cell as JSON text, elements that are no objects in a column `value`, and lists of lists by position. Columns
 * stand in the order in which they are first seen.
 */
export function readTable(
  elements: readonly unknown[],
  path: string,
  problems: DataProblems,
): { columns: Column[]; rows: Row[] } {
  const finder = new ColumnFinder(path, problems);
  const found = elements.map((element, at) => finder.read(element, at));
  const typed = typedColumns(finder.columns);
  return {
    columns: typed.map(({ column }) => column),
    rows: found.map((values) => typed.map(({ cellOf }, at) => cellOf(values[at]))),
  };
}

/** Gives each key a column; the same name reached by two ways becomes `name_2`. */
class ColumnFinder {
  readonly columns: FoundColumn[] = [];
  readonly #root: Key = { way: [], inner: new Map(), column: undefined };
  readonly #names = new Set<string>();

  constructor(
    private readonly path: string,
    private readonly problems: DataProblems,
  ) {}

  /** The values of an element by column; those it lacks are absent. */
  read(element: unknown, row: number): unknown[] {
    const values: unknown[] = [];
    if (isObject(element)) this.#readObject(element, this.#root, values, row);
    else if (Array.isArray(element)) {
      for (const [at, value] of element.entries())
        this.#put(this.#keyIn(this.#root, String(at + 1)), value, values, row);
    } else this.#put(this.#keyIn(this.#root, "value"), element, values, row);
    return values;
  }

  #readObject(object: Readonly<Record<string, unknown>>, key: Key, values: unknown[], row: number): void {
    for (const name of Object.keys(object)) {
      const value = object[name];
      const inner = this.#keyIn(key, name);
      const isNested =
        isObject(value) && inner.way.length < DATA_LIMITS.headings && Object.keys(value).length > 0;
      if (isNested) this.#readObject(value, inner, values, row);
      else this.#put(inner, value, values, row);
    }
  }

  #put(key: Key, value: unknown, values: unknown[], row: number): void {
    const cell = isScalar(value) ? value : JSON.stringify(value);
    if (typeof cell === "string" && cell.length > DATA_LIMITS.cellChars)
      this.problems.tooLong([this.path, row, ...key.way].join("."), cell.length, DATA_LIMITS.cellChars);
    key.column ??= this.#newColumn(key.way);
    const column = this.columns[key.column];
    if (!column) return;
    column.profile.add(cell);
    values[key.column] = cell;
  }

  #keyIn(outer: Key, name: string): Key {
    const known = outer.inner.get(name);
    if (known) return known;
    this.problems.checkKey(name, [this.path, ...outer.way].join("."));
    const key: Key = { way: [...outer.way, name], inner: new Map(), column: undefined };
    outer.inner.set(name, key);
    return key;
  }

  #newColumn(way: readonly string[]): number {
    if (this.columns.length === DATA_LIMITS.columns) {
      this.problems.add(
        this.path,
        `has more than ${DATA_LIMITS.columns} different keys, which would be columns`,
      );
      return -1;
    }
    const at = this.columns.length;
    const base = way.join(".") || `column_${at + 1}`;
    let name = base;
    for (let count = 2; this.#names.has(name); count += 1) name = `${base}_${count}`;
    this.#names.add(name);
    this.columns.push({ name, label: labelOf(...way), profile: new JsonProfile() });
    return at;
  }
}
