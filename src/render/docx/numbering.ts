import { XML_DECLARATION } from "../xml";
import { WORD_NAMESPACE } from "./namespaces";

/** The number by which the list style names its numbering. */
export const BULLET_LIST = 1;

/** `word/numbering.xml` (ECMA-376 part 1, 17.9): one list, of bullets. */
export const NUMBERING_XML =
  `${XML_DECLARATION}<w:numbering xmlns:w="${WORD_NAMESPACE}"><w:abstractNum w:abstractNumId="0">` +
  '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>' +
  '<w:pStyle w:val="ListBullet"/><w:lvlText w:val="\u2022"/><w:lvlJc w:val="left"/>' +
  '<w:pPr><w:ind w:left="340" w:hanging="227"/></w:pPr><w:rPr><w:b/><w:color w:val="178A8A"/></w:rPr></w:lvl></w:abstractNum>' +
  `<w:num w:numId="${BULLET_LIST}"><w:abstractNumId w:val="0"/></w:num></w:numbering>`;
