import { restingStream } from "../files/resting";
import type { BadRowView } from "../http/bad-row";
import type { ReadOptions, TargetField } from "./read";
import { ReadFailure } from "./read/failure";

const ROWS_FORMATS = ["csv", "ndjson", "json"] as const;
export type RowsFormat = (typeof ROWS_FORMATS)[number];

/** Rows that came with a request. */
export interface AppendRequest {
  readonly workspaceId: string;
  readonly datasetId: string;
  readonly actorId: string;
  readonly requestId: string;
  readonly format: RowsFormat;
  readonly mode: "append" | "replace";
  readonly body: Uint8Array;
}

export interface RowsTaken {
  readonly rows_added: number;
  readonly rows_failed: number;
  readonly errors: readonly BadRowView[];
}
export type AppendResult =
  | RowsTaken
  | { readonly failure: { readonly code: string; readonly message: string } };

/** A body as a file that can be read twice. */
export const openBody = (body: Uint8Array) => async () =>
  restingStream(new Blob([body as Uint8Array<ArrayBuffer>]).stream());

/** How rows that came with a request are read: a JSON document that breaks somewhere is taken in no part. */
export const bodyOptions = (
  { format }: { readonly format: RowsFormat },
  target: readonly TargetField[],
): ReadOptions => ({ format, strict: true, ...(target.length > 0 ? { target } : {}) });

export const saysNoGoodRows = (error: unknown) =>
  error instanceof ReadFailure && error.code === "no_good_rows";
