import type { RunRow } from "../db/schema";
import type { Definition } from "../reports/config/definition";

/** What a run was asked for, kept in its row so that later changes of the report do not reach it. */
export interface Frozen {
  readonly definition: Definition;
  /** The config as the caller sees it, with the request's filters and limit. */
  readonly config: Record<string, unknown>;
  readonly requester: { readonly id: string; readonly name: string | null };
  /** Origin for the links of live messages. */
  readonly origin: string;
}

export const frozenOf = (run: RunRow): Frozen => run.frozen as Frozen;
