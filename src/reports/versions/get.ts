import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context";
import { reportVersions } from "../../db/schema";
import { etagOf } from "../../http/etag";
import { notFound } from "../../http/problem";
import type { SectionDefinition } from "../config/definition";
import { permitted, selectReport } from "../store";
import type { VersionDetail } from "./schemas";
import { selectVersions } from "./store";
import { versionView } from "./view";

/** One version, with its definition and the columns of its data. One round trip. */
export async function getVersion(
  ctx: Ctx,
  reportId: string,
  version: number,
): Promise<{ version: VersionDetail; tag: string }> {
  const [[found], [row], [made]] = await ctx.db.batch([
    selectReport(ctx, reportId),
    selectVersions(ctx, reportId, eq(reportVersions.versionNumber, version)),
    selectSections(ctx, reportId, version),
  ]);
  const report = permitted(ctx, found, "view");
  if (!row) throw notFound("version");
  const { name, description, config } = row;
  const shown = versionView(row, report);
  return {
    version: { ...shown, name, description, config, columns: made?.sections?.flatMap(columnsOf) ?? null },
    tag: etagOf(reportId, version, Number(shown.is_latest), shown.changed_by_name),
  };
}

/** The sections that the run of a version was to make. */
const selectSections = (ctx: Ctx, reportId: string, version: number) =>
  ctx.db
    .select({
      sections: sql<SectionDefinition[] | null>`json_extract(runs.frozen, '$.definition.sections')`
        .mapWith((text: string) => JSON.parse(text) as SectionDefinition[])
        .as("sections"),
    })
    .from(
      sql`report_versions JOIN runs ON runs.id = report_versions.run_id AND runs.workspace_id = ${ctx.workspaceId}`,
    )
    .where(sql`report_versions.report_id = ${reportId} AND report_versions.version_number = ${version}`);

function columnsOf(section: SectionDefinition): NonNullable<VersionDetail["columns"]> {
  if (section.kind === "text") return [];
  const columns = section.kind === "table" ? section.columns : section.figures;
  return columns.map(({ name, label, type, format }) => ({
    section: section.name,
    name,
    label,
    type,
    ...(format === undefined ? {} : { format }),
  }));
}
