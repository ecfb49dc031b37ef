import type { SQL } from "drizzle-orm";
import type { Platform } from "../context";
import { audit } from "../identity/audit";
import type { AppendRequest } from "./rows-body";

/** The audit row of a change to a dataset's rows, written if it happened: a statement for the same batch. */
export type RowsLog = (happened: SQL) => ReturnType<typeof audit>;

export const logOf =
  ({ db, now }: Platform, { workspaceId, datasetId, actorId, requestId, mode }: AppendRequest): RowsLog =>
  (happened) => {
    const author = { db, now, workspaceId, requestId, actor: { id: actorId } };
    return audit(
      author,
      mode === "append" ? "dataset.append_rows" : "dataset.replace_rows",
      datasetId,
      happened,
    );
  };
