import { inject } from "vitest";

/** The platform under the product: what `wrangler dev` simulates, and what its explorer shows of it. */

const place = (origin: string) => `${origin}/cdn-cgi/local`;

/** What the clock does each minute. */
export async function tick(origin: string = inject("origin")): Promise<void> {
  const response = await fetch(`${place(origin)}/scheduled?cron=*+*+*+*+*`);
  if (!response.ok) throw new Error(`the tick answered ${response.status}`);
}

interface Found<T> {
  readonly result: T;
  readonly result_info: { readonly cursor?: string; readonly has_more?: boolean };
}

async function explore<T>(origin: string, path: string): Promise<Found<T>> {
  const response = await fetch(`${place(origin)}/explorer/api${path}`);
  if (!response.ok) throw new Error(`the explorer answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Found<T>;
}

/** Keys of the objects in R2 that begin so (see docs/storage.md), at most a thousand. */
export async function keysUnder(prefix: string, origin: string = inject("origin")): Promise<string[]> {
  const query = new URLSearchParams({ prefix, per_page: "1000" });
  const { result } = await explore<{ key: string }[]>(origin, `/r2/buckets/edge-reports/objects?${query}`);
  return result.map(({ key }) => key);
}

/** All that a run has stored: what it collected, and its files. */
export const keysOfRun = async (workspace: string, run: string): Promise<string[]> => [
  ...(await keysUnder(`snapshots/${workspace}/${run}/`)),
  ...(await keysUnder(`files/${workspace}/${run}/`)),
];

export interface Email {
  readonly from: string;
  readonly to: string[];
  readonly subject: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments: { filename: string; contentType: string; size: number }[];
  readonly text: string;
  readonly html: string;
}

/** The e-mails that went out to this address, the oldest first. */
export async function emailsTo(recipient: string, origin: string = inject("origin")): Promise<Email[]> {
  const found: Email[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const query = new URLSearchParams({ per_page: "100", ...(cursor !== "" && { cursor }) });
    const page: Found<(Email & { messageId: string })[]> = await explore(
      origin,
      `/local/email/sending?${query}`,
    );
    for (const { messageId } of page.result.filter((email) => email.to.includes(recipient))) {
      const id = encodeURIComponent(messageId.replace(/^<|>$/g, ""));
      found.unshift((await explore<Email>(origin, `/local/email/sending?email_id=${id}`)).result);
    }
    cursor = page.result_info.has_more ? page.result_info.cursor : undefined;
  }
  return found;
}
