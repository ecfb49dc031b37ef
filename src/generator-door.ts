import type { AppendRequest, AppendResult } from "./datasets/rows-body";
import type { TableStatistics } from "./datasets/statistics/collect";
import type { RunRow, StoredFile } from "./db/schema";
import type { Manifest } from "./files/snapshot";
import type { Row } from "./render/document";
import type { Format } from "./render/renderer";
import type { Definition } from "./reports/config/definition";
import type { Preview } from "./runs/preview";
import type { FileAsker } from "./runs/render-format";

/** A run that was done for a caller who waits: its row as it ended, and what it holds. */
export interface GeneratedRun extends GeneratedRows {
  readonly run: RunRow;
}

export interface GeneratedRows {
  readonly manifest: Manifest;
  /** All rows of each table by the section's index, when they are few enough to be handed over. */
  readonly whole: ReadonlyMap<number, readonly Row[]> | null;
}

/** What the API Worker may ask of the Generator directly, over the service binding. */
export interface GeneratorDoor {
  /** Does a waiting run now. Null when it did not complete; the run's row says why. */
  generate(runId: string): Promise<GeneratedRun | null>;
  /** The first rows of a definition, and how many there are; stores nothing. */
  preview(definition: Definition): Promise<Preview>;
  /**
   * Makes one more format of a completed run from its snapshot, which goes to the audit log if somebody asked for it.
   * Null when the snapshot is gone.
   */
  renderFormat(
    workspaceId: string,
    runId: string,
    format: Format,
    asker: FileAsker | null,
  ): Promise<StoredFile | null>;
  /** Reads rows from a small body and adds them to a dataset, or makes them its new revision. */
  appendRows(request: AppendRequest): Promise<AppendResult>;
  /** Counts a dataset's statistics over all its rows. */
  countStatistics(workspaceId: string, datasetId: string): Promise<TableStatistics>;
}
