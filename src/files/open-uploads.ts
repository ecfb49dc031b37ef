import { inArray, lt } from "drizzle-orm";
import type { ControlDatabase } from "../db/client";
import { openUploads } from "./tables";

/** No upload lasts longer: a run ends within half an hour, and a client that sends a file for a day is gone. */
const LONGEST_UPLOAD_MS = 24 * 60 * 60 * 1000;
/** Per step. */
const MOST = 50;

/**
 * The same bucket, noting each multipart upload that is begun. R2 cannot list unfinished ones, and what an isolate
 * that died had sent so far would be stored, and paid for, until R2's own rule removes it after seven days.
 */
export function notingUploads(bucket: R2Bucket, db: ControlDatabase, now: () => Date): R2Bucket {
  const createMultipartUpload: R2Bucket["createMultipartUpload"] = async (key, options) => {
    const upload = await bucket.createMultipartUpload(key, options);
    const { uploadId } = upload;
    await db.insert(openUploads).values({ uploadId, objectKey: key, openedAt: now().toISOString() });
    return upload;
  };
  return new Proxy(bucket, {
    get: (target, name) => {
      if (name === "createMultipartUpload") return createMultipartUpload;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Gives up uploads whose maker is gone. One bounded step; gives how many were looked at. */
export async function abortOldUploads(db: ControlDatabase, bucket: R2Bucket, now: Date): Promise<number> {
  const old = await db
    .select()
    .from(openUploads)
    .where(lt(openUploads.openedAt, new Date(now.getTime() - LONGEST_UPLOAD_MS).toISOString()))
    .limit(MOST);
  if (old.length === 0) return 0;
  // One that was completed or given up is unknown to R2 by now: that is the usual case and no failure.
  await Promise.allSettled(
    old.map(({ objectKey, uploadId }) => bucket.resumeMultipartUpload(objectKey, uploadId).abort()),
  );
  await db.delete(openUploads).where(
    inArray(
      openUploads.uploadId,
      old.map(({ uploadId }) => uploadId),
    ),
  );
  return old.length;
}
