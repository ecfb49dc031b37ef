import { escapeAttribute, XML_DECLARATION } from "../../xml";
import { OFFICE_RELATIONSHIPS_NAMESPACE } from "../workbook";
import { CHART_NAMESPACE, DRAWING_NAMESPACE } from "./markup";

/** Size of a chart on its sheet, in English Metric Units, and the characters that its width takes. */
const WIDTH = 6_400_000;
const HEIGHT = 3_500_000;
export const CHART_CHARACTERS = 100;

/**
 * `xl/drawings/drawing1.xml` (ECMA-376 part 1, 20.5): the one chart of a sheet, at the right of its table and below
 * the header. It moves with its cells and keeps its size when rows are hidden. `column` counts from 0.
 */
export function drawingXml(column: number, name: string, description: string): string {
  return (
    `${XML_DECLARATION}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" ` +
    `xmlns:a="${DRAWING_NAMESPACE}"><xdr:oneCellAnchor><xdr:from><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff>` +
    `<xdr:row>1</xdr:row><xdr:rowOff>95250</xdr:rowOff></xdr:from><xdr:ext cx="${WIDTH}" cy="${HEIGHT}"/>` +
    '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>' +
    `<xdr:cNvPr id="2" name="${escapeAttribute(name)}" descr="${escapeAttribute(description)}"/>` +
    '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>' +
    `<a:graphic><a:graphicData uri="${CHART_NAMESPACE}"><c:chart xmlns:c="${CHART_NAMESPACE}" ` +
    `xmlns:r="${OFFICE_RELATIONSHIPS_NAMESPACE}" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame>` +
    "<xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>"
  );
}
