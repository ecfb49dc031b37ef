import { desc, lt } from "drizzle-orm";
import type { Ctx } from "../../context";
import { reportVersions } from "../../db/schema";
import { cursorKeys, writeCursor } from "../../http/cursor";
import { type Page, pageOf } from "../../http/paging";
import { permitted, selectReport } from "../store";
import type { ListVersions, Version } from "./schemas";
import { selectVersions } from "./store";
import { versionView } from "./view";

const ORDER = "-version_number";

/** All versions of a report, newest first. One round trip. */
export async function listVersions(ctx: Ctx, reportId: string, query: ListVersions): Promise<Page<Version>> {
  const { page, page_size } = query;
  const [after] = cursorKeys(query.cursor, ORDER) ?? [];
  const [[found], rows] = await ctx.db.batch([
    selectReport(ctx, reportId),
    selectVersions(ctx, reportId, after == null ? undefined : lt(reportVersions.versionNumber, Number(after)))
      .orderBy(desc(reportVersions.versionNumber))
      .limit(page_size + 1)
      .offset(after == null ? (page - 1) * page_size : 0),
  ]);
  const report = permitted(ctx, found, "view");
  const shown = rows.slice(0, page_size);
  const last = rows.length > page_size ? shown.at(-1) : undefined;
  return pageOf({
    items: shown.map((row) => versionView(row, report)),
    total: report.versionNumber, // they are numbered from 1 without a gap
    page,
    page_size,
    next_cursor: last ? writeCursor({ order: ORDER, keys: [last.versionNumber] }) : null,
  });
}
