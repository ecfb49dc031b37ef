import type { TableDefinition } from "../../reports/config/definition";
import { RunFailure } from "../failure";

/** How many data rows a table may have: what the config asks for, under what the installation allows. */
export const allowedRows = ({ limit }: TableDefinition, most: number) => Math.min(limit ?? most, most);

/** The limit rule, the same on every path: how many of `total` data rows are shown, or the run fails. */
export function rowsWanted(section: TableDefinition, total: number, most: number): number {
  const allowed = allowedRows(section, most);
  if (total > allowed && section.on_limit === "fail")
    throw new RunFailure("limit_exceeded", `The report has ${total} rows; its limit is ${allowed}.`);
  return Math.min(total, allowed);
}
