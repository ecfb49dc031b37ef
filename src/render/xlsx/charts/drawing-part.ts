import type { Chart } from "../../document";
import { escapeAttribute, XML_DECLARATION } from "../../xml";
import { OFFICE_RELATIONSHIPS_NAMESPACE } from "../workbook";
import { chartHeight } from "./lying-bars";
import { CHART_NAMESPACE, DRAWING_NAMESPACE } from "./markup";

/** Size of a chart on its sheet in points, and the characters that its width takes. */
export const CHART_WIDTH = 504;
const HEIGHT = 276;
/** A printed page of a sheet that lies holds no more. */
const HIGHEST = 460;
export const CHART_CHARACTERS = 100;

/** English Metric Units of a point (ECMA-376 part 1, 20.1.10.16). */
export const EMU = 12_700;

/** Height of a chart on its sheet in points. */
export const heightOnSheet = (chart: Chart) => chartHeight(chart, CHART_WIDTH, HEIGHT, HIGHEST);

/**
 * `xl/drawings/drawing1.xml` (ECMA-376 part 1, 20.5): the one chart of a sheet, at the right of its table and below
 * the header. It moves with its cells and keeps its size when rows are hidden. `column` counts from 0.
 */
export function drawingXml(chart: Chart, column: number, name: string, description: string): string {
  return (
    `${XML_DECLARATION}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" ` +
    `xmlns:a="${DRAWING_NAMESPACE}"><xdr:oneCellAnchor><xdr:from><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff>` +
    `<xdr:row>1</xdr:row><xdr:rowOff>95250</xdr:rowOff></xdr:from><xdr:ext cx="${CHART_WIDTH * EMU}" cy="${heightOnSheet(chart) * EMU}"/>` +
    '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>' +
    `<xdr:cNvPr id="2" name="${escapeAttribute(name)}" descr="${escapeAttribute(description)}"/>` +
    '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>' +
    `<a:graphic><a:graphicData uri="${CHART_NAMESPACE}"><c:chart xmlns:c="${CHART_NAMESPACE}" ` +
    `xmlns:r="${OFFICE_RELATIONSHIPS_NAMESPACE}" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame>` +
    "<xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>"
  );
}
