import { documentFrom, type Manifest, type StoredSection } from "../../files/snapshot";
import { Problem } from "../../http/problem";
import type { Column, Row } from "../../render/document";
import type { Outline, OutlineFigures, OutlineSection, OutlineTable } from "../inline/outline";

/** More rows than a request could bring are not carried over from one version to the next. */
const CARRIED_CHARS = 5_000_000;

/** What a version shows as data that may be edited: its columns without what was measured of them. */
export const outlineOf = (manifest: Manifest): Outline => ({ sections: manifest.sections.map(outlined) });

function outlined(section: StoredSection, given: number): OutlineSection {
  const { name, title, description = null } = section;
  const head = { name, title, description };
  switch (section.kind) {
    case "text":
      return { kind: "text", ...head, text: section.text };
    case "figures":
      return { kind: "figures", ...head, figures: section.figures.map(declared), given, isTop: true };
    case "table":
      return { kind: "table", ...head, columns: section.columns.map(declared), given };
  }
}

const declared = ({ name, label, type, format }: Column): Column => ({
  name,
  label,
  type,
  ...(format === undefined ? {} : { format }),
});

/** The rows of a version's sections, as they stand in its snapshot; totals are not among them. */
export function formerRows(
  bucket: R2Bucket,
  place: { workspaceId: string; runId: string },
  manifest: Manifest,
) {
  const document = documentFrom(bucket, place, manifest);
  let room = CARRIED_CHARS;
  return async ({ name }: OutlineTable | OutlineFigures): Promise<Row[]> => {
    const section = document.sections.find((candidate) => candidate.name === name);
    if (section?.kind === "figures") return [section.figures.map(({ value }) => value)];
    const rows: Row[] = [];
    if (section?.kind !== "table") return rows;
    for await (const batch of section.rows()) {
      const data = batch.filter((row) => row.length === section.columns.length);
      room -= JSON.stringify(data).length;
      if (room < 0)
        throw new Problem("conflict", `${section.title} has too many rows for a report that is edited.`);
      rows.push(...data);
    }
    return rows;
  };
}
