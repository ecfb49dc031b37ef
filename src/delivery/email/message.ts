import type { Settings } from "../../env";
import { htmlOf, type Letter, oneLine, textOf } from "./letter";

export type Message = Parameters<SendEmail["send"]>[0] & { readonly subject: string };
export type Attachments = NonNullable<Message["attachments"]>;

type Sender = Pick<Settings, "EMAIL_FROM" | "EMAIL_FROM_NAME" | "ENVIRONMENT">;

/**
 * The structured form of Cloudflare Email Service, which encodes names, subjects and parts itself (RFC 2047), so
 * that no text of ours can become a header. One message a recipient, as each has a link of their own.
 */
export function messageOf(
  settings: Sender,
  recipient: string,
  letter: Letter,
  attachments: Attachments,
): Message {
  return {
    from: { email: settings.EMAIL_FROM, name: oneLine(settings.EMAIL_FROM_NAME) },
    to: recipient,
    subject: oneLine(letter.subject),
    text: textOf(letter),
    html: htmlOf(letter),
    headers: { "Auto-Submitted": "auto-generated", ...unsubscribeHeaders(settings, letter.unsubscribeUrl) },
    ...(attachments.length > 0 && { attachments }),
  };
}

/** One-click unsubscribing (RFC 8058). It needs https; the service refuses anything else, the simulator does not. */
function unsubscribeHeaders({ ENVIRONMENT }: Sender, url: string | null): Record<string, string> {
  if (url === null || (ENVIRONMENT === "production" && !url.startsWith("https://"))) return {};
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}
