import { READ_LIMITS } from "./form";
import { detached } from "./text";

export interface NamedColumn {
  /** snake_case identifier, unique in its table. */
  readonly name: string;
  /** The header as written, trimmed. */
  readonly label: string;
}

/**
 * Names the columns of a table: `Potential Annual Cost Savings` -> `potential_annual_cost_savings`.
 * The same header always gives the same names. A second `name` becomes `name_2`, an empty header
 * `column_3` by its position.
 */
export function nameColumns(header: readonly string[]): NamedColumn[] {
  const taken = new Set<string>();
  return header.map((written, index) => {
    const label = detached(written.replace(/^\ufeff/, "").trim());
    const base = snakeCase(label) || `column_${index + 1}`;
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base}_${count}`;
    taken.add(name);
    return { name, label: label === "" ? `Column ${index + 1}` : label };
  });
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
