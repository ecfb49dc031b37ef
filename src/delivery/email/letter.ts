import { escapeHtml } from "../../render/html/escape";
import { localeDirection, resolveLocale } from "../../render/values/locale";
import { mailWordsOf } from "./words";

/** What an e-mail says, before it is text and HTML. All of it is plain text. */
export interface Letter {
  readonly subject: string;
  /** What its words are in. */
  readonly locale: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Facts in a list, e.g. `Rows: 25,314`; of several values each has a line. */
  readonly facts: readonly (readonly [label: string, ...values: string[]])[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly footer: string;
  readonly unsubscribeUrl: string | null;
}

const MAX_SUBJECT = 200;

/** Controls, line ends and marks that reorder text: none may stand in a line of its own, least of all a header. */
const NOT_IN_A_LINE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

/** Any text as one line of at most so many characters. */
export function oneLine(text: string, most = MAX_SUBJECT): string {
  const line = text.toWellFormed().replace(NOT_IN_A_LINE, " ").replace(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length <= most
    ? line
    : `${characters
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`;
}

/** The plain text part. */
export function textOf(letter: Letter): string {
  const { heading, paragraphs, facts, links, footer, unsubscribeUrl } = letter;
  const blocks = [
    oneLine(heading),
    ...paragraphs.map((paragraph) => paragraph.toWellFormed().trim()),
    facts.map(textFact).join("\n"),
    links.map(({ label, url }) => `${oneLine(label)}\n${url}`).join("\n\n"),
    `-- \n${footer}`,
    unsubscribeUrl ? `${mailWordsOf(letter.locale).stop}: ${unsubscribeUrl}` : "",
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function textFact([label, ...values]: Letter["facts"][number]): string {
  const lines = values.map(factValue);
  return lines.length === 1 ? `${label}: ${lines[0]}` : [`${label}:`, ...lines].join("\n  ");
}

const factValue = (value: string) => oneLine(value, 500);

const STYLE = {
  body: "margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1f2328;background:#ffffff",
  page: "max-width:600px;margin:0 auto;overflow-wrap:anywhere",
  heading: "font-size:20px;line-height:1.3;margin:0 0 16px",
  label:
    "padding:2px 16px 2px 0;color:#59636e;text-align:left;font-weight:normal;vertical-align:top;white-space:nowrap",
  value: "padding:2px 0",
  footer: "margin-top:32px;padding-top:16px;border-top:1px solid #d1d9e0;font-size:13px;color:#59636e",
} as const;

/** The HTML part: no images, no scripts, nothing from elsewhere; every text is escaped. */
export function htmlOf(letter: Letter): string {
  const { heading, paragraphs, facts, links, footer, unsubscribeUrl, locale } = letter;
  const title = escapeHtml(oneLine(heading));
  const rows = facts.map(([label, ...values]) => {
    const lines = values.map((value) => escapeHtml(factValue(value))).join("<br>");
    return `<tr><th style="${STYLE.label}">${escapeHtml(label)}</th><td style="${STYLE.value}">${lines}</td></tr>`;
  });
  const items = links.map(
    ({ label, url }) => `<li><a href="${escapeHtml(url)}">${escapeHtml(oneLine(label))}</a></li>`,
  );
  return [
    `<!doctype html><html lang="${escapeHtml(resolveLocale(locale))}" dir="${localeDirection(locale)}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><title>${title}</title></head>`,
    `<body style="${STYLE.body}"><div style="${STYLE.page}"><h1 style="${STYLE.heading}">${title}</h1>`,
    ...paragraphs.map((text) => `<p>${escapeHtml(text.toWellFormed().trim()).replaceAll("\n", "<br>")}</p>`),
    rows.length > 0 ? `<table>${rows.join("")}</table>` : "",
    items.length > 0 ? `<ul>${items.join("")}</ul>` : "",
    `<div style="${STYLE.footer}">${escapeHtml(footer)}`,
    unsubscribeUrl ? ` <a href="${escapeHtml(unsubscribeUrl)}">${mailWordsOf(locale).stop}</a>` : "",
    "</div></div></body></html>",
  ].join("");
}
