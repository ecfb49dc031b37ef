import type { Row } from "../../render/document";
import type { TableRef } from "./table";

/** Where rows are: in a table of a data database, or at hand. */
export type RowSource = { readonly kind: "table"; readonly table: TableRef } | GivenRows;

/** Rows at hand, as JSON arrays of rows that D1 takes as parameters. */
export interface GivenRows {
  readonly kind: "given";
  readonly parts: readonly string[];
}

/** D1 takes 2 MB a parameter. A longer row goes alone. */
const PART_CHARACTERS = 600_000;

/** Rows at hand as a source for queries; meant for some MB, since they travel with each statement. */
export function givenRows(rows: readonly Row[]): GivenRows {
  const parts: string[] = [];
  let part: string[] = [];
  let length = 0;
  const close = () => {
    parts.push(`[${part.join(",")}]`);
    part = [];
    length = 0;
  };
  for (const row of rows) {
    const json = JSON.stringify(row);
    if (part.length > 0 && length + json.length > PART_CHARACTERS) close();
    part.push(json);
    length += json.length + 1;
  }
  close();
  return { kind: "given", parts };
}
