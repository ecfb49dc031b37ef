import type { ByteFile } from "../byte-file";
import { ReadFailure } from "../failure";
import { XLSX_LIMITS } from "./limits";
import type { NumberLook } from "./number-formats";
import { otherPackage } from "./other-package";
import { Package, type Relationship } from "./package";
import { SharedStringReader, SharedStrings } from "./shared-strings";
import { StyleReader } from "./styles";
import type { XmlHandler } from "./xml-parser";
import { attribute, isTrue, prefixedAttribute } from "./xml-text";

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** The part with its rows; null for a chart that is a sheet of its own. */
  readonly part: string | null;
}

/** What all cells of a workbook share: their texts, what their styles make of numbers, when their days begin. */
export interface Workbook {
  readonly parts: Package;
  /** In the order of their tabs. */
  readonly sheets: readonly Sheet[];
  readonly strings: SharedStrings;
  readonly looks: readonly NumberLook[];
  /** Day 0 is 1 January 1904. */
  readonly is1904: boolean;
}

/**
 * Opens a workbook (ECMA-376 part 1, 18.2): finds its sheets and reads its texts and styles, but no rows.
 *
 * @throws ReadFailure `damaged_file`, `unsupported_format` for another kind of package, `file_too_large`.
 */
export async function openWorkbook(file: ByteFile): Promise<Workbook> {
  const parts = await Package.open(file);
  const part = await mainPart(parts);
  const main = new MainReader();
  await parts.parseAll(part, main);
  const relationships = await parts.relationships(part);
  const partOf = (type: string) => relationships.find((each) => each.type === type && parts.has(each.target));
  const styles = new StyleReader();
  const styleSheet = partOf("styles");
  if (styleSheet) await parts.parseAll(styleSheet.target, styles);
  const strings = new SharedStrings();
  const texts = partOf("sharedStrings");
  if (texts) await parts.parseAll(texts.target, new SharedStringReader(strings), XLSX_LIMITS.unpackedBytes);
  strings.finish();
  return {
    parts,
    sheets: main.sheets.map(({ id, ...sheet }) => ({ ...sheet, part: sheetPart(relationships, id) })),
    strings,
    looks: styles.looks(),
    is1904: main.is1904,
  };
}

/** Where the package says, else where it nearly always is. */
async function mainPart(parts: Package): Promise<string> {
  const links = (await parts.relationships("")).filter(({ type }) => type === "officeDocument");
  const part = [...links.map(({ target }) => target), "xl/workbook.xml"].find((name) => parts.has(name));
  if (part !== undefined && /\.xml$/.test(part) && !/^(?:word|ppt)\//.test(part)) return part;
  throw await otherPackage(parts);
}

function sheetPart(relationships: readonly Relationship[], id: string): string | null {
  const found = relationships.find((each) => each.id === id);
  return found?.type === "worksheet" ? found.target : null;
}

class MainReader implements XmlHandler {
  readonly sheets: (Omit<Sheet, "part"> & { id: string })[] = [];
  is1904 = false;
  #isInSheets = false;

  open(name: string, attributes: string): void {
    if (name === "sheets") this.#isInSheets = true;
    else if (name === "workbookPr") this.is1904 = isTrue(attribute(attributes, "date1904"));
    else if (name === "sheet" && this.#isInSheets) {
      this.sheets.push({
        name: attribute(attributes, "name") ?? "",
        isHidden: /^(?:hidden|veryHidden)$/.test(attribute(attributes, "state") ?? ""),
        id: prefixedAttribute(attributes, "id") ?? attribute(attributes, "id") ?? "",
      });
    }
  }

  close(name: string): void {
    if (name === "sheets") this.#isInSheets = false;
  }

  text(): void {}
}

/**
 * The sheets to look for rows in: the one that is asked for, by its name or by its number among the tabs that are
 * shown, else all that are shown.
 *
 * @throws ReadFailure `unknown_sheet`, which names those that there are.
 */
export function sheetsToRead(sheets: readonly Sheet[], asked: string | undefined): readonly SheetWithRows[] {
  const shown = sheets.filter(({ isHidden }) => !isHidden);
  if (asked === undefined) return shown.filter(hasRows);
  const byName =
    sheets.find(({ name }) => name === asked) ?? sheets.find(({ name }) => sameName(name, asked));
  const found = byName ?? (/^\d+$/.test(asked) ? shown[Number(asked) - 1] : undefined);
  if (found !== undefined && hasRows(found)) return [found];
  const names = shown.filter(hasRows).map(({ name }) => `"${name}"`);
  const why = found ? `The sheet "${found.name}" is a chart` : `There is no sheet "${asked}"`;
  throw new ReadFailure("unknown_sheet", `${why}. The sheets are: ${names.join(", ")}.`);
}

export type SheetWithRows = Sheet & { readonly part: string };

function hasRows(sheet: Sheet): sheet is SheetWithRows {
  return sheet.part !== null;
}

/** Names of sheets differ by more than case. */
function sameName(name: string, asked: string): boolean {
  return name.trim().toLowerCase() === asked.trim().toLowerCase();
}
