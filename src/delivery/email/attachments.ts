import type { Platform } from "../../context";
import type { RunRow, StoredFile } from "../../db/schema";
import { fileKey } from "../../files/keys";
import { fileUrl } from "../../files/link";
import type { Letter } from "./letter";
import type { Attachments } from "./message";

/** A link in an e-mail is meant to be opened on another day, but not for as long as the file is kept. */
const LINK_MS = 7 * 86_400_000;

export interface Enclosed {
  readonly attachments: Attachments;
  readonly links: Letter["links"];
  readonly linksEnd: Date;
}

/** The files of a run for its e-mails: attached when all of them together are small, else by signed links. */
export async function enclose(
  platform: Pick<Platform, "bucket" | "settings" | "now">,
  run: RunRow,
  origin: string,
): Promise<Enclosed> {
  const size = run.files.reduce((sum, file) => sum + file.size_bytes, 0);
  const small = size <= platform.settings.EMAIL_ATTACH_LIMIT_BYTES;
  const attachments = small
    ? await Promise.all(run.files.map((file) => attach(platform.bucket, run, file)))
    : [];
  const found = attachments.filter((attachment) => attachment !== null);
  const enclosed = await linked(platform, run, origin);
  return small && found.length === run.files.length
    ? { ...enclosed, attachments: found, links: [] }
    : enclosed;
}

/** The same with links only. */
export async function linked(
  { settings, now }: Pick<Platform, "settings" | "now">,
  run: RunRow,
  origin: string,
): Promise<Enclosed> {
  const kept = run.expiresAt ? Date.parse(run.expiresAt) : Number.POSITIVE_INFINITY;
  const expiresAt = new Date(Math.min(now().getTime() + LINK_MS, kept));
  const { workspaceId, id: runId } = run;
  const links = await Promise.all(
    run.files.map(async ({ format, filename }) => {
      const link = { workspaceId, runId, format, expiresAt };
      return { label: filename, url: await fileUrl(settings, origin, link) };
    }),
  );
  return { attachments: [], links, linksEnd: expiresAt };
}

async function attach(bucket: R2Bucket, run: RunRow, file: StoredFile): Promise<Attachments[number] | null> {
  const object = await bucket.get(fileKey(run.workspaceId, run.id, file.format));
  if (!object) return null;
  return {
    disposition: "attachment",
    filename: file.filename,
    type: file.content_type.split(";", 1)[0] ?? file.content_type,
    content: await object.arrayBuffer(),
  };
}
