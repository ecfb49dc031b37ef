import type { RunRow } from "../db/schema";
import type { Definition } from "../reports/config/definition";
import type { Terms } from "./terms";

/** What a run was asked for, kept in its row so that later changes of the report do not reach it. */
export interface Frozen {
  readonly definition: Definition;
  /** The config as the caller sees it, with the request's filters and limit. */
  readonly config: Record<string, unknown>;
  /** Runs of before have none. */
  readonly terms?: Terms;
  readonly requester: { readonly id: string; readonly name: string | null };
  /** Origin for the links of live messages. */
  readonly origin: string;
  /** What its version is called in the report's history. */
  readonly change: { readonly type: "generate" | "edit"; readonly description: string };
  /** Name of its files without extension; null: the document's title. */
  readonly filename: string | null;
  /** The data that an inline report is over once this run has completed; null: unchanged. */
  readonly data_key: string | null;
}

export const frozenOf = (run: Pick<RunRow, "frozen">): Frozen => run.frozen as Frozen;
