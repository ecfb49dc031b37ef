import { desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { fieldsOf } from "../datasets/choose";
import { type DatasetRow, datasets, reports, runs } from "../db/schema";
import type { ReportDetail } from "./schemas";
import { permitted, selectReport } from "./store";
import { executionView, reportVersionTag, reportView } from "./view";

const HISTORY = 10;
const { frozen: _, files: __, error: ___, ...historyColumns } = getTableColumns(runs);

/** A report with its history, who it is shared with, and what its config may name. One round trip. */
export async function getReport(ctx: Ctx, id: string): Promise<{ report: ReportDetail; tag: string }> {
  const [[found], sharedWith, history, [dataset]] = await ctx.db.batch([
    selectReport(ctx, id),
    ctx.db
      .select({
        id: sql<string>`s.user_id`.as("id"),
        name: sql<string | null>`u.name`.as("name"),
        email: sql<string | null>`u.email`.as("email"),
      })
      .from(sql`report_shares s LEFT JOIN users u ON u.workspace_id = s.workspace_id AND u.id = s.user_id`)
      .where(sql`s.report_id = ${id}`)
      .orderBy(sql`s.user_id`),
    ctx.db
      .select(historyColumns)
      .from(runs)
      .where(eq(runs.reportId, id))
      .orderBy(desc(runs.id))
      .limit(HISTORY),
    ctx.db
      .select(getTableColumns(datasets))
      .from(datasets)
      .where(sql`${datasets.id} = (SELECT dataset_id FROM ${reports} WHERE id = ${id})`),
  ]);
  const row = permitted(ctx, found, "view");
  return {
    report: {
      ...reportView(row),
      shared_with_list: sharedWith,
      execution_history: history.map(executionView),
      ...available(dataset),
    },
    tag: reportVersionTag(row),
  };
}

/** What the config of this report may name, so that clients can build forms. */
function available(
  dataset: DatasetRow | undefined,
): Pick<ReportDetail, "available_fields" | "available_filters"> {
  const fields = dataset ? fieldsOf(dataset) : [];
  return {
    available_fields: {
      description: "Available fields for this report type",
      options: dataset
        ? { [dataset.name]: fields.map(({ name, label, type }) => ({ name, label, type })) }
        : {},
    },
    available_filters: {
      description: "Available filter options",
      options: Object.fromEntries(fields.map(({ name, label, type }) => [name, `${label} (${type})`])),
    },
  };
}
