import { localeDirection, resolveLocale } from "../values/locale";
import { XML_DECLARATION } from "../xml";
import { facesOf } from "./fonts";
import { WORD_NAMESPACE } from "./namespaces";
import { BULLET_LIST } from "./numbering";

const INK = "1F2933";
const MUTED = "64748B";

interface ParagraphStyle {
  readonly id: string;
  readonly name: string;
  readonly basedOn?: string;
  /** Children of `w:pPr` and `w:rPr`, in the order that the schema wants. */
  readonly paragraph?: string;
  readonly run?: string;
}

/** Sizes are half points, spaces twips; `Cs` repeats a property for complex scripts. */
const size = (halfPoints: number) => `<w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/>`;
const BOLD = "<w:b/><w:bCs/>";
const color = (rgb: string) => `<w:color w:val="${rgb}"/>`;
const spacing = (before: number, after: number) =>
  `<w:spacing w:before="${before}" w:after="${after}" w:line="240" w:lineRule="auto"/>`;
const CELL_SPACING = spacing(30, 30);
const AT_RIGHT = '<w:jc w:val="right"/>';

const STYLES: readonly ParagraphStyle[] = [
  {
    id: "Title",
    name: "Title",
    paragraph: `<w:keepNext/>${spacing(0, 120)}`,
    run: `${BOLD}${color(INK)}${size(40)}`,
  },
  {
    id: "Heading1",
    name: "heading 1",
    paragraph: `<w:keepNext/><w:keepLines/>${spacing(320, 60)}<w:outlineLvl w:val="0"/>`,
    run: `${BOLD}${color(INK)}${size(28)}`,
  },
  { id: "Note", name: "Note", paragraph: spacing(0, 60), run: `${color(MUTED)}${size(18)}` },
  { id: "TableNote", name: "Table Note", basedOn: "Note", paragraph: `<w:keepNext/>${spacing(0, 100)}` },
  { id: "Cell", name: "Table Cell", paragraph: CELL_SPACING, run: size(18) },
  { id: "CellNumber", name: "Table Number", basedOn: "Cell", paragraph: AT_RIGHT },
  { id: "TotalCell", name: "Table Total", basedOn: "Cell", run: BOLD },
  { id: "TotalNumber", name: "Table Total Number", basedOn: "TotalCell", paragraph: AT_RIGHT },
  { id: "HeaderCell", name: "Table Header", basedOn: "Cell", paragraph: "<w:keepNext/>", run: BOLD },
  { id: "HeaderNumber", name: "Table Number Header", basedOn: "HeaderCell", paragraph: AT_RIGHT },
  {
    id: "ListBullet",
    name: "List Bullet",
    paragraph: `<w:numPr><w:numId w:val="${BULLET_LIST}"/></w:numPr>${spacing(0, 120)}<w:contextualSpacing/>`,
  },
  {
    id: "ChartTitle",
    name: "Chart Title",
    paragraph: `<w:keepNext/>${spacing(120, 60)}`,
    run: BOLD,
  },
  { id: "Chart", name: "Chart", paragraph: spacing(0, 100) },
  {
    id: "FigureLabel",
    name: "Figure Label",
    paragraph: `<w:keepNext/>${spacing(0, 20)}`,
    run: `${color(MUTED)}${size(17)}`,
  },
  { id: "Figure", name: "Figure", paragraph: spacing(0, 0), run: `${BOLD}${size(34)}` },
  { id: "FigureWords", name: "Figure in Words", basedOn: "Figure", run: size(23) },
  {
    id: "AfterTable",
    name: "After Table",
    paragraph: '<w:spacing w:before="0" w:after="120" w:line="120" w:lineRule="exact"/>',
  },
  {
    id: "Footer",
    name: "footer",
    paragraph: `${spacing(0, 0)}<w:jc w:val="left"/>`,
    run: `${color(MUTED)}${size(16)}`,
  },
];

const BORDER = 'w:val="single" w:sz="4" w:space="0"';
const TABLE_STYLE =
  '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>' +
  '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>' +
  '<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report Table"/>' +
  '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>' +
  `<w:bottom ${BORDER} w:color="C3CDD9"/><w:insideH ${BORDER} w:color="DDE3EA"/>` +
  "</w:tblBorders></w:tblPr></w:style>";

/** `word/styles.xml` (17.7) in the document's language. */
export function stylesXml(locale: string): string {
  const faces = facesOf(locale);
  const fonts =
    `<w:rFonts w:ascii="${faces.latin}" w:hAnsi="${faces.latin}" w:eastAsia="${faces.eastAsian}" ` +
    `w:cs="${faces.complex}"/>`;
  // What is not itself written from right to left still stands where the page begins.
  const side = localeDirection(locale) === "rtl" ? AT_RIGHT : "";
  return (
    `${XML_DECLARATION}<w:styles xmlns:w="${WORD_NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>` +
    `${fonts}${color(INK)}${size(21)}${languages(locale)}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>` +
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>' +
    `<w:pPr>${spacing(0, 120)}${side}</w:pPr></w:style>` +
    `${STYLES.map(paragraphStyle).join("")}${TABLE_STYLE}</w:styles>`
  );
}

function paragraphStyle({ id, name, basedOn = "Normal", paragraph = "", run = "" }: ParagraphStyle): string {
  const custom = ["Title", "Heading1", "ListBullet", "Footer"].includes(id) ? "" : ' w:customStyle="1"';
  return (
    `<w:style w:type="paragraph"${custom} w:styleId="${id}"><w:name w:val="${name}"/>` +
    `<w:basedOn w:val="${basedOn}"/><w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`
  );
}

/** Languages for spelling and shaping (17.3.2.20): Latin, East Asian and right-to-left text. */
function languages(locale: string): string {
  const tag = resolveLocale(locale);
  const { language, region } = new Intl.Locale(tag).maximize();
  const full = region === undefined ? tag : `${language}-${region}`;
  const eastAsian = ["ja", "ko", "zh"].includes(language) ? full : "zh-CN";
  const rightToLeft = localeDirection(tag) === "rtl" ? full : "ar-SA";
  return `<w:lang w:val="${full}" w:eastAsia="${eastAsian}" w:bidi="${rightToLeft}"/>`;
}
