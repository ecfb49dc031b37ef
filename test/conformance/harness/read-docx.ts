import { decode } from "html-entities";
import { readPackage } from "./readers";

export interface WordTable {
  /** Text of each cell; a line break within a cell is `\n`. */
  readonly rows: string[][];
  /** How many rows are repeated on each page. */
  readonly headerRows: number;
}

/** The text and tables of a DOCX (ECMA-376 Part 1, 17.4), by its XML. */
export function readDocx(bytes: Buffer): { text: string; tables: WordTable[]; parts: Map<string, string> } {
  const parts = readPackage(bytes);
  const xml = parts.get("word/document.xml") ?? "";
  const tables = elements(xml, "w:tbl").map((table) => {
    const rows = elements(table, "w:tr");
    return {
      rows: rows.map((row) => elements(row, "w:tc").map(textOf)),
      headerRows: rows.filter((row) => /<w:tblHeader\s*\/?>/.test(row)).length,
    };
  });
  return { text: elements(xml, "w:p").map(textOf).join("\n"), tables, parts };
}

/** The contents of every element of that name; such elements are not nested in what we look for. */
function elements(xml: string, name: string): string[] {
  const pattern = new RegExp(`<${name}(?:\\s[^>]*)?(?:/>|>([\\s\\S]*?)</${name}>)`, "g");
  return [...xml.matchAll(pattern)].map(([, inner = ""]) => inner);
}

function textOf(xml: string): string {
  const pieces = xml.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>|<w:(br|tab)\s*\/>/g);
  return [...pieces]
    .map(([, text, mark]) =>
      mark === undefined ? decode(text ?? "", { level: "xml" }) : mark === "br" ? "\n" : "\t",
    )
    .join("");
}
