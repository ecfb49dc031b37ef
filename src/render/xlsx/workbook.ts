import { escapeAttribute, escapeText, XML_DECLARATION } from "../xml";
import { quoteSheetName } from "./sheet-names";

export const OFFICE_RELATIONSHIPS_NAMESPACE =
  "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
export const SPREADSHEET_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/** A sheet that was written, in the order of the tabs. */
export interface Sheet {
  readonly name: string;
  /** Name inside the package, below `xl/`. */
  readonly part: string;
  /** Data rows below the header; null on a sheet that is no table of the report. */
  readonly rows: number | null;
  /** Cells under the filter, such as `A1:H101`; null on a sheet that is no table. */
  readonly table: string | null;
  /** Pages that a printed row takes. */
  readonly pagesWide: number;
}

/** `xl/workbook.xml` (ECMA-376 part 1, 18.2): the tabs, and the names that Excel keeps per sheet. */
export function workbookXml(sheets: readonly Sheet[]): string {
  const tabs = sheets.map(
    ({ name }, at) => `<sheet name="${escapeAttribute(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  );
  const names = sheets.flatMap(({ name, table, pagesWide }, at) => {
    if (table === null) return [];
    const sheet = escapeText(quoteSheetName(name));
    const cells = table.replace(/([A-Z]+)(\d+)/g, "$$$1$$$2");
    return [
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${at}" hidden="1">${sheet}!${cells}</definedName>`,
      // The header row is printed on every page, and so is the first column when a row takes several.
      `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">` +
        `${pagesWide > 1 ? `${sheet}!$A:$A,` : ""}${sheet}!$1:$1</definedName>`,
    ];
  });
  return (
    `${XML_DECLARATION}<workbook xmlns="${SPREADSHEET_NAMESPACE}" ` +
    `xmlns:r="${OFFICE_RELATIONSHIPS_NAMESPACE}">` +
    `<workbookPr/><bookViews><workbookView activeTab="0"/></bookViews><sheets>${tabs.join("")}</sheets>` +
    `${names.length === 0 ? "" : `<definedNames>${names.join("")}</definedNames>`}</workbook>`
  );
}
