/** Quoted names and strings, in which a comma or a keyword means nothing, brackets, commas, words and spaces. */
const PARTS = /"(?:[^"]|"")*"|'(?:[^']|'')*'|[(),]|[^"'(),\s]+|\s+/g;

/**
 * Whether the columns that a statement gives can be told apart by name and keep their order as the keys of an object:
 * none twice (`a.id` and `b.id` are both `id`), none a whole number. False when the text does not say.
 */
export function hasPlainColumns(statement: string): boolean {
  const list =
    /^\s*select\s+(?:distinct\s+)?(.*)/is.exec(statement) ?? /\breturning\s+(.*)/is.exec(statement);
  const names = columnsOf(list?.[1] ?? "*").map(nameOf);
  return new Set(names).size === names.length && !names.some((name) => /^\d+$|^$|\*$/.test(name));
}

/** The columns of a list, each as it is written, up to the `from` that ends the list. */
function columnsOf(list: string): string[] {
  const columns = [""];
  let depth = 0;
  for (const [part] of list.matchAll(PARTS)) {
    if (part === "(") depth += 1;
    else if (part === ")") depth -= 1;
    if (depth === 0 && /^from$/i.test(part)) break;
    if (depth === 0 && part === ",") columns.push("");
    else columns[columns.length - 1] += part;
  }
  return columns.map((column) => column.trim());
}

/** What SQLite calls a column: its alias, the last part of its name, or its text (sqlite.org/c3ref/column_name.html). */
const nameOf = (column: string) =>
  (/"((?:[^"]|"")+)"$|(\w+)$/.exec(column)?.slice(1).join("") ?? column).toLowerCase();
