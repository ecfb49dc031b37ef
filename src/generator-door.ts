import type { AppendRequest, AppendResult } from "./datasets/append-rows";
import type { TableStatistics } from "./datasets/statistics/collect";
import type { StoredFile } from "./db/schema";
import type { Manifest } from "./files/snapshot";
import type { Row } from "./render/document";
import type { Format } from "./render/renderer";

/** What a synchronous generation gives back beside the run's row. */
export interface GeneratedRows {
  readonly manifest: Manifest;
  /** The first rows of the first section. */
  readonly preview: readonly Row[];
}

/** What the API Worker may ask of the Generator directly, over the service binding. */
export interface GeneratorDoor {
  /** Does a waiting run now. Null when it did not complete; the run's row says why. */
  generate(runId: string): Promise<GeneratedRows | null>;
  /** Makes one more format of a completed run from its snapshot. Null when the snapshot is gone. */
  renderFormat(workspaceId: string, runId: string, format: Format): Promise<StoredFile | null>;
  /** Reads rows from a small body and adds them to a dataset, or makes them its new revision. */
  appendRows(request: AppendRequest): Promise<AppendResult>;
  /** Counts a dataset's statistics over all its rows. */
  countStatistics(workspaceId: string, datasetId: string): Promise<TableStatistics>;
}
