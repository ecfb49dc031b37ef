import type { Settings } from "../../env";
import type { Outcome } from "../outcome";
import type { Letter } from "./letter";
import { type Attachments, messageOf } from "./message";

export interface Enveloped {
  readonly letter: Letter;
  readonly attachments: Attachments;
  /** The same with links, for when the service finds it too large; null when it has none to begin with. */
  readonly lighter: (() => Promise<Letter>) | null;
}

/** Refused before anything went out, for a reason that passes. */
const PASSING = new Set(["E_RATE_LIMIT_EXCEEDED", "E_DAILY_LIMIT_EXCEEDED", "E_INTERNAL_SERVER_ERROR"]);

/** What the codes of Cloudflare Email Service mean to somebody who reads the log. */
const WORDS: Readonly<Record<string, string>> = {
  E_RATE_LIMIT_EXCEEDED: "Too many e-mails were sent at once.",
  E_DAILY_LIMIT_EXCEEDED: "The account's e-mails of this day are used up.",
  E_INTERNAL_SERVER_ERROR: "The e-mail service failed.",
  E_SENDER_NOT_VERIFIED: "The sender's domain is not verified for sending.",
  E_SENDER_DOMAIN_NOT_AVAILABLE: "The sender's domain is not set up for sending.",
  E_RECIPIENT_NOT_ALLOWED: "The account may not write to this address.",
  E_RECIPIENT_SUPPRESSED: "The address has bounced or complained before.",
  E_DELIVERY_FAILED: "The recipient's server refused it.",
};

/** One try to send. Never throws. What fails without a code may have gone out, so it is not tried again. */
export async function sendMessage(
  { settings, mail }: { settings: Settings; mail: SendEmail },
  recipient: string,
  { letter, attachments, lighter }: Enveloped,
): Promise<Outcome> {
  const begun = performance.now();
  const took = () => Math.round(performance.now() - begun);
  try {
    const { messageId } = await mail.send(messageOf(settings, recipient, letter, attachments));
    return { kind: "delivered", body: messageId, durationMs: took() };
  } catch (thrown) {
    const code = codeOf(thrown);
    console.error({ event: "email.refused", code }); // its words may hold the address
    if (code === "E_CONTENT_TOO_LARGE" && lighter)
      return await sendMessage({ settings, mail }, recipient, {
        letter: await lighter(),
        attachments: [],
        lighter: null,
      });
    const error = code
      ? `${WORDS[code] ?? "The e-mail service refused it."} (${code})`
      : "The e-mail service broke off. Whether it was sent is not known, so it is not sent again.";
    return { kind: "failed", passing: PASSING.has(code ?? ""), error, durationMs: took() };
  }
}

/** Errors of the service carry a code; what the binding itself throws does not. */
function codeOf(thrown: unknown): string | null {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : null;
  return typeof code === "string" && /^E_[A-Z_]+$/.test(code) ? code : null;
}
