import type { Platform } from "../../context";
import type { SnapshotPlace, StoredSection } from "../../files/snapshot";
import type { Row } from "../../render/document";
import type { SectionDefinition, Source } from "../../reports/config/definition";
import type { RowBudget } from "../row-budget";
import { collectFigures } from "./figures";
import type { OpenSource } from "./source";
import { collectTable } from "./table";

/** What the sections of one run have in common. */
export interface Collecting {
  readonly platform: Platform;
  readonly place: SnapshotPlace;
  readonly timeZone: string;
  readonly locale: string;
  readonly open: (source: Source) => Promise<OpenSource>;
  /** For the key figures of all sections, which are held as a whole. */
  readonly figures: RowBudget;
  /** Data rows of the present section. */
  readonly progress: (done: number, of: number) => Promise<void>;
  /** Takes a batch of a table's rows for what is needed again soon. */
  readonly keep: (index: number, rows: readonly Row[]) => void;
}

export interface CollectedSection {
  readonly section: StoredSection;
  /** Settles when its rows are whole in R2. */
  readonly finished: Promise<unknown>;
}

/** Makes one section as it is kept. `index` is its place in the report. */
export async function collectSection(
  collecting: Collecting,
  section: SectionDefinition,
  index: number,
): Promise<CollectedSection> {
  switch (section.kind) {
    case "text": {
      const { kind, name, title, description, text } = section;
      return { section: { kind, name, title, description, text }, finished: Promise.resolve() };
    }
    case "figures":
      return await collectFigures(collecting, section);
    case "table":
      return await collectTable(collecting, section, index);
  }
}
