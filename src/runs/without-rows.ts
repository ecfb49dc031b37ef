import type { RunRow } from "../db/schema";
import { frozenOf } from "./frozen";
import type { Generated, RunView } from "./schemas";

/** The answer with a run that ended without rows: `status`, `reason` and `error` say why. */
export function withoutRows(run: Pick<RunRow, "frozen">, view: RunView): Generated {
  const { definition, config } = frozenOf(run);
  return {
    ...view,
    description: definition.description,
    config,
    fields: [],
    data: [],
    data_truncated: false,
    row_count: 0,
    chart: null,
    sections: [],
    generated_at: null,
  };
}
