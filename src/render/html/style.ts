import type { Column, Section, TableSection } from "../document";
import { textWidth } from "../office/text-width";
import { isCode, isNumeric } from "../values/format";
import { printPage } from "./print-page";

/**
 * The page's own style. It loads nothing: system fonts, no images. Rows stripe lightly. A table wider or higher
 * than the window scrolls in its own box, under its header. On paper the header repeats, pages are numbered, and a
 * table that is wider than the paper gets a wider page (see print-page.ts).
 */
const PAGE_STYLE = `
:root{color-scheme:light dark;--readable:16rem;--paper:#fff;--ink:#1c2430;--soft:#5b6675;--rule:#e3e7ec;--mark:#aab4c0;--band:#f7f9fb;--accent:#178a8a;--warn-ink:#7a4a00;--warn:#fff4df}
@media (prefers-color-scheme:dark){:root{--paper:#14181e;--ink:#e6e9ee;--soft:#9aa6b5;--rule:#2c333d;--mark:#566170;--band:#1a1f27;--accent:#4fc0c0;--warn-ink:#f3c677;--warn:#33270f}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif}
.page{max-width:88rem;margin:0 auto;padding:2.5rem clamp(1rem,4vw,3rem) 3rem}
.top{border-block-start:4px solid var(--accent);padding-block-start:1.25rem;margin-block-end:2.5rem}
h1{font-size:1.9rem;line-height:1.2;font-weight:650;letter-spacing:-.01em;margin:0 0 .4rem;overflow-wrap:anywhere}
h2{font-size:1.25rem;line-height:1.3;font-weight:650;margin:0;overflow-wrap:anywhere}
.lead{color:var(--soft);font-size:1.05rem;max-width:70ch;margin:0 0 1rem;white-space:pre-line;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.25rem;margin:1rem 0 0}
.facts dt{color:var(--soft)}
.facts dd{margin:0;overflow-wrap:anywhere}
.facts ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.35rem}
.facts li{background:var(--band);border:1px solid var(--rule);border-radius:.35rem;padding:0 .55rem}
.facts b{font-weight:600}
.contents{margin-block-end:2.5rem;max-width:60rem;padding:.9rem 1.25rem 1rem;background:var(--band);border:1px solid var(--rule);border-radius:.5rem}
.contents p{color:var(--soft);margin:0 0 .3rem}
.contents ol{margin:0;padding-inline-start:1.4rem;columns:18rem auto;column-gap:2.5rem}
.contents li{break-inside:avoid;padding-inline-start:.2rem;overflow-wrap:anywhere}
.contents li::marker,.contents small{color:var(--soft)}
.contents small{font-size:.85rem;margin-inline-start:.35rem}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
section{margin-block-start:2.75rem}
section:target>h2{text-decoration:underline var(--accent) .15em;text-underline-offset:.25em}
.about{color:var(--soft);max-width:75ch;margin:.25rem 0 0;white-space:pre-line;overflow-wrap:anywhere}
.text{max-width:75ch;margin-block-start:.75rem}
.text p{margin:0 0 .8rem;white-space:pre-line;overflow-wrap:anywhere}
.text ul{margin:0 0 .8rem;padding-inline-start:1.3rem}
.text li{margin-block-end:.2rem;overflow-wrap:anywhere}
.text li::marker{color:var(--accent)}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,12.5rem),1fr));gap:.9rem;margin:.9rem 0 0;max-width:60rem}
.figures div{border:1px solid var(--rule);border-block-start:3px solid var(--accent);border-radius:.5rem;padding:.8rem 1rem .9rem;break-inside:avoid;min-width:0}
.figures dt{color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}
.figures dd{margin:.15rem 0 0;font-size:1.6rem;line-height:1.25;font-weight:650;letter-spacing:-.01em;font-variant-numeric:tabular-nums lining-nums;overflow-wrap:anywhere}
.figures .long{font-size:1.1rem;line-height:1.35;letter-spacing:0}
.count{color:var(--soft);margin:.15rem 0 .9rem}
.cut{color:var(--warn-ink);background:var(--warn);border-radius:.35rem;padding:.1rem .55rem;display:inline-block}
figure{overflow-x:auto;margin:0 0 1.5rem;padding:1rem 1.25rem .75rem;border:1px solid var(--rule);border-radius:.5rem;max-width:60rem;break-inside:avoid}
figcaption{font-weight:600;margin-block-end:.6rem;overflow-wrap:anywhere}
figure svg{display:block;width:100%;min-width:34rem;height:auto;font-family:inherit}
figure p{color:var(--soft);font-size:.85rem;margin:.5rem 0 0}
.wide{overflow:auto;max-height:96vh}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:.2rem}
table{border-collapse:separate;border-spacing:0;width:max-content;min-width:min(100%,60rem);max-width:100%;font-variant-numeric:tabular-nums lining-nums}
th,td{padding:.42rem .75rem;vertical-align:top;border-block-end:1px solid var(--rule)}
th{position:sticky;inset-block-start:0;background:var(--paper);color:var(--soft);font-size:.82rem;font-weight:600;vertical-align:bottom;border-block-end:2px solid var(--rule)}
td{white-space:pre-wrap;overflow-wrap:break-word;max-width:36rem}
tbody tr:nth-child(even){background:var(--band)}
.subtotal td,.total td{font-weight:650;border-block-start:1px solid var(--mark)}
.total td{border-block-start:2px solid var(--ink);border-block-end:2px solid var(--ink)}
tbody tr:is(.subtotal,.total){background:var(--paper)}
tbody tr:hover{background:color-mix(in srgb,var(--accent) 10%,var(--paper))}
.none{color:var(--soft);text-align:center;padding:2.5rem;border:1px dashed var(--rule);border-radius:.5rem}
@media (max-width:32rem){.figures{grid-template-columns:1fr 1fr}.figures dd{font-size:1.25rem}.figures .long{font-size:1rem}}
@page{margin:14mm 12mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif;color:#5b6675}}
@media print{
:root{color-scheme:light;--readable:7rem;--paper:#fff;--ink:#1c2430;--soft:#5b6675;--rule:#d5dae1;--mark:#8b96a5;--band:#f7f9fb;--accent:#178a8a;--warn-ink:#7a4a00;--warn:#fff4df}
body{font-size:9pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.page{max-width:none;padding:0}
h2,.about,.count{break-after:avoid}
thead{display:table-header-group}
.wide{overflow:visible;max-height:none}
th{position:static}
tr{break-inside:avoid}
th,td{padding:.25rem .45rem}
td{overflow-wrap:anywhere}
figure svg{min-width:0}
.figures{grid-template-columns:repeat(4,1fr);gap:.6rem}
.figures div{padding:.5rem .7rem .6rem}
.figures dd{font-size:14pt}
.figures .long{font-size:10.5pt}
.figures dt,.contents small{font-size:8pt}
table{min-width:100%}
}
`;

/** The page's style with each section's columns aligned: a rule for a column, not a class for a cell. */
export function pageStyle(sections: readonly Section[], direction: "ltr" | "rtl"): string {
  // Not `start` and `end`, which would follow the direction of each cell's own text.
  const [start, end] = direction === "rtl" ? ["right", "left"] : ["left", "right"];
  const sides = `th,td{text-align:${start}}\n`;
  return (
    PAGE_STYLE +
    sides +
    sections
      .map((section, at) =>
        section.kind === "table"
          ? columnRules(section, at + 1, end) + printPage(section, at + 1, sections.length === 1)
          : "",
      )
      .join("")
  );
}

/** Wrapped text reads well from here; on paper it is smaller. */
const READABLE = "var(--readable)";
/** Side padding of a cell. */
const PADDING = "1.5rem";

/** The least width of a column of text: as wide as what it holds, or wide enough to read it wrapped. */
function leastWidth({ longest }: Column): string {
  return longest === undefined
    ? `min(8rem,${READABLE})`
    : `min(${textWidth(longest)}ch + ${PADDING},${READABLE})`;
}

function columnRules({ columns }: TableSection, number: number, end: string): string {
  return columns
    .map((column, at) => {
      const cell = (tag: string) => `#section-${number} ${tag}:nth-child(${at + 1})`;
      if (column.type === "string") return `${cell("td")}{min-width:${leastWidth(column)}}\n`;
      const nowrap = `${cell("td")}{white-space:nowrap}\n`;
      return isNumeric(column) && !isCode(column)
        ? `${cell(":is(th,td)")}{text-align:${end}}\n${nowrap}`
        : nowrap;
    })
    .join("");
}
