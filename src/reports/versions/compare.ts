import { applyPatch, createPatch, type Operation, Pointer } from "rfc6902";
import type { ReportVersionRow } from "../../db/schema";
import type { VersionDiff } from "./schemas";

type Compared = Pick<ReportVersionRow, "versionNumber" | "name" | "description" | "config" | "rowCount">;

/** The difference of two versions, for machines (RFC 6902) and in words. Pure. */
export function diffOf(from: Compared, to: Compared): VersionDiff {
  const config = createPatch(from.config, to.config);
  const name = changeOf(from.name, to.name);
  const description = changeOf(from.description, to.description);
  return {
    from: from.versionNumber,
    to: to.versionNumber,
    name,
    description,
    config: config as VersionDiff["config"],
    summary: [
      ...(name ? [became("name", name.from, name.to)] : []),
      ...(description ? [became("description", description.from, description.to)] : []),
      ...wordsFor(config, from.config),
      ...(isOtherCount(from.rowCount, to.rowCount) ? [became("rows", from.rowCount, to.rowCount)] : []),
    ],
    row_count: { from: from.rowCount, to: to.rowCount },
  };
}

const changeOf = (from: string | null, to: string | null) => (from === to ? null : { from, to });

/** Each step in words. Paths are those of the config as the steps before have left it. */
function wordsFor(patch: readonly Operation[], config: unknown): string[] {
  const present = structuredClone(config);
  return patch.map((step) => {
    const before: unknown = Pointer.fromJSON(step.path).get(present);
    applyPatch(present, [step]);
    const where = placeOf(step.path);
    if (step.op === "remove") return `${where}: ${shown(before)} removed`;
    if (step.op === "add") return `${where}: ${shown(step.value)} added`;
    return became(where, before, "value" in step ? step.value : null);
  });
}

/** `/sections/0/limit` as `config.sections[0].limit`; `-` is the end of a list. */
const placeOf = (path: string) =>
  Pointer.fromJSON(path)
    .tokens.slice(1)
    .reduce(
      (place, token) => (/^(\d+|-)$/.test(token) ? `${place}[${token}]` : `${place}.${token}`),
      "config",
    );

/** A version of a definition alone has no rows to compare. */
const isOtherCount = (from: number | null, to: number | null) => from !== null && to !== null && from !== to;

const became = (what: string, from: unknown, to: unknown) => `${what}: ${shown(from)} became ${shown(to)}`;

const MOST_SHOWN = 80;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
