import type { ReportDocument } from "../../src/render/document";
import { COLUMNS, sampleBatches } from "../data/sample-table";

/** A report over `count` rows of the sample table, made while they are read. */
export function benchDocument(count: number): ReportDocument {
  return {
    title: "Customers",
    description: "The sample table of the benchmark.",
    generated_at: "2026-11-21T10:31:00.000Z",
    time_zone: "UTC",
    locale: "en",
    filters: [{ label: "Visits", text: "at least 0" }],
    sections: [
      {
        kind: "table",
        name: "customers",
        title: "Customers",
        columns: COLUMNS,
        rows_written: count,
        rows_total: count,
        truncated: false,
        summary_rows: 0,
        chart: null,
        rows: async function* () {
          yield* sampleBatches(count);
        },
      },
    ],
  };
}
