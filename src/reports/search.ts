import { LISTS, type Ordering } from "./lists";

/**
 * The words of a search as an FTS5 expression over `report_search`: each must stand somewhere in the name or the
 * description, as a part of a word too, whatever its script or length, its letters composed or not (some systems
 * send `é` as two characters). Null when there is no word.
 */
export function searchExpression(search: string): string | null {
  const words = search.split(/\s+/u).filter((word) => word !== "");
  return words.length === 0 ? null : words.map(wordExpression).join(" AND ");
}

function wordExpression(word: string): string {
  const forms = new Set([word, word.normalize("NFC"), word.normalize("NFD")]);
  return `(${[...forms].map((form) => `pairs : ${phraseOf([...form])}`).join(" OR ")})`;
}

function phraseOf(characters: readonly string[]): string {
  const [first = "", ...rest] = characters;
  if (rest.length === 0) return `${quoted(first)} *`;
  return quoted(rest.map((character, at) => (characters[at] ?? "") + character).join(" "));
}

/** FTS5 takes anything in quotes as text; a quote in it is doubled. */
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Matches of parameter 8 in the lists that parameters 1 to 7 mean (lists.ts). */
const MATCHES = `report_search MATCH (
  SELECT 'lists : (' || coalesce(group_concat('l' || id, ' OR '), 'none') || ') AND ' || ?8 FROM ${LISTS})`;

export const COUNT_FOUND = `SELECT count(*) AS total FROM report_search WHERE ${MATCHES}`;

/**
 * A page of what a search finds, as `listedPage` gives one, with the same parameters. By creation it stops where
 * the page is full; for another order all matches are sorted. `goesOn`: it begins behind a place.
 */
export function foundPage(ordering: Ordering, descending: boolean, goesOn: boolean): string {
  const [direction, beyond] = descending ? ["DESC", "<"] : ["ASC", ">"];
  const place = {
    created_at: "rowid",
    updated_at: "updated_at || char(1) || report_id",
    name: "lower(name) || char(1) || report_id",
  }[ordering];
  const from = ordering === "created_at" ? "CAST(?9 AS INTEGER)" : "?9";
  return `SELECT ${place} AS place, report_id FROM report_search
    WHERE ${MATCHES} ${goesOn ? `AND ${place} ${beyond} ${from}` : ""}
    ORDER BY ${place} ${direction} LIMIT ?10 OFFSET ?11`;
}
