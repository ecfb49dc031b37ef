import type { FieldType } from "../../../render/document";
import { momentKey } from "./cells";

export interface OrderTerm {
  /** SQL of the value; named several times, so it should be a column. */
  readonly value: string;
  readonly type: FieldType;
  readonly descending: boolean;
  /** Whether texts that differ in case alone are told apart too, so that equal ones stand together. */
  readonly exact: boolean;
}

/** Terms of `ORDER BY`: empty cells last either way, text without regard to case (of A to Z). */
export function orderSql(terms: readonly OrderTerm[]): string[] {
  return terms.flatMap(({ value, type, descending, exact }) => {
    const direction = `${descending ? " DESC" : ""} NULLS LAST`;
    const loose =
      type === "string" ? `${value} COLLATE NOCASE` : type === "datetime" ? momentKey(value) : value;
    return exact && loose !== value ? [loose + direction, value + direction] : [loose + direction];
  });
}
