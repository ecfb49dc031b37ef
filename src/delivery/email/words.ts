import { resolveLocale } from "../../render/values/locale";

/** What an e-mail with a report says of its own; the report's words are in src/render/words. */
export interface MailWords {
  readonly content: string;
  readonly attached: string;
  readonly links_until: string;
  readonly why: string;
  readonly stop: string;
}

const ENGLISH: MailWords = {
  content: "Content",
  attached: "Attached",
  links_until: "Links open until",
  why: "You get this because it is scheduled for {recipient}.",
  stop: "Stop these e-mails",
};

/** By language and, where the language has several scripts, by script (BCP 47). */
const WORDS: ReadonlyMap<string, MailWords> = new Map([
  ["en", ENGLISH],
  [
    "de",
    {
      content: "Inhalt",
      attached: "Im Anhang",
      links_until: "Links gültig bis",
      why: "Diese E-Mail ist für {recipient} eingeplant.",
      stop: "Diese E-Mails abbestellen",
    },
  ],
  [
    "es",
    {
      content: "Contenido",
      attached: "Adjuntos",
      links_until: "Enlaces válidos hasta",
      why: "Recibe este mensaje porque está programado para {recipient}.",
      stop: "Dejar de recibir estos mensajes",
    },
  ],
  [
    "fr",
    {
      content: "Contenu",
      attached: "Pièces jointes",
      links_until: "Liens valables jusqu’au",
      why: "Vous recevez ce message car il est planifié pour {recipient}.",
      stop: "Ne plus recevoir ces messages",
    },
  ],
  [
    "it",
    {
      content: "Contenuto",
      attached: "Allegati",
      links_until: "Link validi fino al",
      why: "Riceve questo messaggio perché è programmato per {recipient}.",
      stop: "Non ricevere più questi messaggi",
    },
  ],
  [
    "ja",
    {
      content: "内容",
      attached: "添付ファイル",
      links_until: "リンクの有効期限",
      why: "このメールは {recipient} 宛てに予約配信されています。",
      stop: "このメールの配信を停止する",
    },
  ],
  [
    "nl",
    {
      content: "Inhoud",
      attached: "Bijlagen",
      links_until: "Links geldig tot",
      why: "U ontvangt dit omdat het voor {recipient} is ingepland.",
      stop: "Deze e-mails stoppen",
    },
  ],
  [
    "pl",
    {
      content: "Zawartość",
      attached: "Załączniki",
      links_until: "Linki ważne do",
      why: "Ta wiadomość jest zaplanowana dla {recipient}.",
      stop: "Zrezygnuj z tych wiadomości",
    },
  ],
  [
    "pt",
    {
      content: "Conteúdo",
      attached: "Anexos",
      links_until: "Links válidos até",
      why: "Esta mensagem está programada para {recipient}.",
      stop: "Deixar de receber estas mensagens",
    },
  ],
  [
    "zh",
    {
      content: "内容",
      attached: "附件",
      links_until: "链接有效期至",
      why: "您收到此邮件，是因为它已安排发送给 {recipient}。",
      stop: "停止接收这些邮件",
    },
  ],
  [
    "zh-Hant",
    {
      content: "內容",
      attached: "附件",
      links_until: "連結有效期至",
      why: "您收到此郵件，是因為它已排程寄送給 {recipient}。",
      stop: "停止接收這些郵件",
    },
  ],
]);

/** The words of a locale's language; English ones where there is no table of that language. */
export function mailWordsOf(locale: string): MailWords {
  const { language, script } = new Intl.Locale(resolveLocale(locale)).maximize();
  return WORDS.get(`${language}-${script}`) ?? WORDS.get(language) ?? ENGLISH;
}
