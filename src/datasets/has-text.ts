import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { invalid } from "../http/problem";
import { foldingOf, MAX_FOLDED_LETTERS } from "./query/sql/folding";

/**
 * Whether one of these columns has the text in it, in any case of any alphabet, as `contains` of filters. Throws
 * 422 for a text with too many different letters.
 */
export function hasText(columns: readonly SQLWrapper[], text: string): SQL {
  const { needle, replacements } = foldingOf(text);
  if (replacements.length > MAX_FOLDED_LETTERS)
    throw invalid({ search: ["The text has too many different letters; search for a part of it"] });
  const found = columns.map((column) => {
    const folded = replacements.reduce(
      (inner, [letter, form]) => sql`replace(${inner}, ${characterOf(letter)}, ${characterOf(form)})`,
      sql`lower(coalesce(${column}, ''))`,
    );
    return sql`instr(${folded}, ${needle}) > 0`;
  });
  return sql`(${sql.join(found, sql` OR `)})`;
}

/** The same for texts that are no column's. */
export function areFound(texts: readonly string[], search: string): boolean {
  const pattern = new RegExp(search.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "iu");
  return texts.some((text) => pattern.test(text));
}

/** By its number: a statement takes 100 parameters. */
const characterOf = (letter: string) => sql.raw(`char(${letter.codePointAt(0)})`);
