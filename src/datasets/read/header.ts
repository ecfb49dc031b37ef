import { type ColumnHint, READ_LIMITS } from "./form";
import { detached } from "./text";

export interface NamedColumn {
  /** snake_case identifier, unique in its table. */
  readonly name: string;
  /** The header as written, trimmed. */
  readonly label: string;
}

/** A column of a file. `hint` is what was known of it by its header, `plain` the name it would have without. */
export interface HeaderColumn extends NamedColumn {
  readonly plain: string;
  readonly hint: ColumnHint | null;
}

/**
 * Names the columns of a table: `Potential Annual Cost Savings` -> `potential_annual_cost_savings`.
 * The same header always gives the same names. A second `name` becomes `name_2`, an empty header
 * `column_3` by its position. Hints name their columns themselves.
 */
export function nameColumns(
  header: readonly string[],
  hintsFor: (labels: readonly string[]) => readonly (ColumnHint | null)[] = () => [],
): HeaderColumn[] {
  const labels = header.map((written) => detached(written.replace(/^\ufeff/, "").trim()));
  const hints = hintsFor(labels);
  const taken = new Set(hints.map((hint) => hint?.name));
  return labels.map((label, index) => {
    const plain = snakeCase(label) || `column_${index + 1}`;
    const hint = hints[index] ?? null;
    let name = hint?.name ?? plain;
    for (let count = 2; !hint && taken.has(name); count += 1) name = `${plain}_${count}`;
    taken.add(name);
    return { name, label: label === "" ? `Column ${index + 1}` : label, plain, hint };
  });
}

/** A header by what it says: letters and digits of any script, without case, width, blanks and punctuation. */
export function canonicalHeader(header: string): string {
  return header
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, "");
}

/** Letters of any script and digits stay, apostrophes go, all else parts words; `TotalCost` is two words. */
export function snakeCase(text: string): string {
  const words = text
    .normalize("NFC")
    .replace(/['’]/g, "")
    .replace(/(\p{Ll}|\p{N})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll}{2})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== "");
  let name = "";
  for (const word of words) {
    const longer = name === "" ? word : `${name}_${word}`;
    if (longer.length > READ_LIMITS.nameChars) break;
    name = longer;
  }
  return (
    name ||
    Array.from(words[0] ?? "")
      .slice(0, READ_LIMITS.nameChars / 2)
      .join("")
  );
}
