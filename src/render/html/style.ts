import type { Section } from "../document";
import { isCode, isNumeric } from "../values/format";

/**
 * The page's own style. It loads nothing: system fonts, no images. Rows stripe lightly, the header
 * sticks while the page scrolls and repeats on each printed page, which is numbered.
 */
const PAGE_STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2430;--soft:#5b6675;--rule:#e3e7ec;--band:#f7f9fb;--accent:#178a8a;--warn-ink:#7a4a00;--warn:#fff4df}
@media (prefers-color-scheme:dark){:root{--paper:#14181e;--ink:#e6e9ee;--soft:#9aa6b5;--rule:#2c333d;--band:#1a1f27;--accent:#4fc0c0;--warn-ink:#f3c677;--warn:#33270f}}
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
section{margin-block-start:2.5rem}
.count{color:var(--soft);margin:.15rem 0 .9rem}
.cut{color:var(--warn-ink);background:var(--warn);border-radius:.35rem;padding:.1rem .55rem;display:inline-block}
figure{margin:0 0 1.5rem;padding:1rem 1.25rem .75rem;border:1px solid var(--rule);border-radius:.5rem;max-width:60rem;break-inside:avoid}
figcaption{font-weight:600;margin-block-end:.6rem;overflow-wrap:anywhere}
figure svg{display:block;width:100%;height:auto;font-family:inherit}
figure p{color:var(--soft);font-size:.85rem;margin:.5rem 0 0}
table{border-collapse:separate;border-spacing:0;width:max-content;min-width:min(100%,44rem);max-width:100%;font-variant-numeric:tabular-nums lining-nums}
th,td{padding:.42rem .75rem;vertical-align:top;border-block-end:1px solid var(--rule)}
th{position:sticky;inset-block-start:0;background:var(--paper);color:var(--soft);font-size:.82rem;font-weight:600;vertical-align:bottom;border-block-end:2px solid var(--rule)}
td{white-space:pre-wrap;overflow-wrap:break-word;max-width:36rem}
tbody tr:nth-child(even){background:var(--band)}
tbody tr:hover{background:color-mix(in srgb,var(--accent) 10%,var(--paper))}
.none{color:var(--soft);text-align:center;padding:2.5rem;border:1px dashed var(--rule);border-radius:.5rem}
@page{margin:14mm 12mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif;color:#5b6675}}
@media print{
:root{color-scheme:light;--paper:#fff;--ink:#1c2430;--soft:#5b6675;--rule:#d5dae1;--band:#f7f9fb;--accent:#178a8a;--warn-ink:#7a4a00;--warn:#fff4df}
body{font-size:9pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.page{max-width:none;padding:0}
h2{break-after:avoid}
thead{display:table-header-group}
th{position:static}
tr{break-inside:avoid}
th,td{padding:.25rem .45rem}
figure{max-width:none}
table{min-width:100%}
}
`;

/** The page's style with each section's columns aligned: a rule for a column, not a class for a cell. */
export function pageStyle(sections: readonly Section[], direction: "ltr" | "rtl"): string {
  // Not `start` and `end`, which would follow the direction of each cell's own text.
  const [start, end] = direction === "rtl" ? ["right", "left"] : ["left", "right"];
  const sides = `th,td{text-align:${start}}\n`;
  return PAGE_STYLE + sides + sections.map((section, at) => columnRules(section, at + 1, end)).join("");
}

function columnRules({ columns }: Section, number: number, end: string): string {
  return columns
    .map((column, at) => {
      const cell = (tag: string) => `#section-${number} ${tag}:nth-child(${at + 1})`;
      if (column.type === "string") return `${cell("td")}{min-width:8rem}\n`;
      const nowrap = `${cell("td")}{white-space:nowrap}\n`;
      return isNumeric(column) && !isCode(column)
        ? `${cell(":is(th,td)")}{text-align:${end}}\n${nowrap}`
        : nowrap;
    })
    .join("");
}
