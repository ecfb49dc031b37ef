import type { Ctx } from "../context";
import type { BadRowView } from "../http/bad-row";
import { essence } from "../http/media-types";
import { invalid, notFound, Problem } from "../http/problem";
import { requireChangeOwned } from "../identity/policy";
import type { RowsFormat } from "./rows-body";
import { findDataset } from "./store";

export interface RowsAdded {
  readonly dataset_id: string;
  readonly rows_added: number;
  readonly rows_failed: number;
  readonly errors: BadRowView[];
}

/** Media types of rows. */
const FORMATS: Readonly<Record<string, RowsFormat>> = {
  "application/json": "json",
  "application/x-ndjson": "ndjson",
  "application/ndjson": "ndjson",
  "application/jsonl": "ndjson",
  "text/csv": "csv",
};
export const ROWS_MEDIA_TYPES = Object.keys(FORMATS);

/**
 * Appends rows to a dataset, or replaces them. Good rows are kept and bad ones reported; when there is no good
 * one nothing changes and the answer is 422. Its owner or an admin.
 */
export async function addRows(
  ctx: Ctx,
  input: { id: string; mode: "append" | "replace"; contentType: string | undefined; body: Uint8Array },
): Promise<RowsAdded> {
  const dataset = await findDataset(ctx, input.id);
  requireChangeOwned(ctx.actor, dataset.createdBy);
  if (input.body.byteLength === 0) throw invalid({ body: ["Send at least one row"] });
  const result = await ctx.generator.appendRows({
    workspaceId: ctx.workspaceId,
    datasetId: dataset.id,
    actorId: ctx.actor.id,
    requestId: ctx.requestId,
    format: FORMATS[essence(input.contentType)] ?? "json",
    mode: input.mode,
    body: input.body,
  });
  if ("failure" in result) throw problemOf(result.failure);
  if (result.rows_added === 0 && result.rows_failed > 0)
    throw invalid(rowErrors(result.errors), result.errors);
  return { dataset_id: dataset.id, ...result, errors: [...result.errors] };
}

function problemOf({ code, message }: { code: string; message: string }): Problem {
  if (code === "not_found") return notFound("dataset");
  if (code === "malformed_json") return new Problem("malformed_request", message);
  if (code === "not_ready") return new Problem("not_ready", message, { headers: { "Retry-After": "1" } });
  return invalid({ body: [message] });
}

/** `{"rows.3.price": ["…"]}`: rows are counted from 1, as in every list of bad rows. */
function rowErrors(errors: readonly BadRowView[]): Record<string, string[]> {
  return Object.fromEntries(
    errors.map(({ row, column, message }) => [
      `rows.${row}${column === null ? "" : `.${column}`}`,
      [message],
    ]),
  );
}
