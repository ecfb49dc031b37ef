import type { ReportDocument } from "../document";
import { escapeAttribute, escapeText, XML_DECLARATION } from "../xml";

/** Parts that every Office Open XML file has: the Open Packaging Conventions, ECMA-376 part 2. */

const SCHEMAS = "http://schemas.openxmlformats.org";
/** Base of the relationship types of ECMA-376 part 1 (transitional). */
const OFFICE_RELATIONSHIPS = `${SCHEMAS}/officeDocument/2006/relationships`;

/** `[Content_Types].xml` (clause 10.1.2.2): the type of each part by its absolute name. */
export function contentTypes(parts: readonly (readonly [partName: string, contentType: string])[]): string {
  const overrides = parts.map(
    ([name, type]) =>
      `<Override PartName="${escapeAttribute(name)}" ContentType="${escapeAttribute(type)}"/>`,
  );
  return (
    `${XML_DECLARATION}<Types xmlns="${SCHEMAS}/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${overrides.join("")}</Types>`
  );
}

/** A `.rels` part (clause 9.3): targets `rId1`, `rId2` … in the given order. */
export function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
  const items = targets.map(([type, target], at) => {
    const url =
      type === "core-properties" ? `${SCHEMAS}/package/2006/relationships/metadata` : OFFICE_RELATIONSHIPS;
    return `<Relationship Id="rId${at + 1}" Type="${url}/${type}" Target="${escapeAttribute(target)}"/>`;
  });
  return `${XML_DECLARATION}<Relationships xmlns="${SCHEMAS}/package/2006/relationships">${items.join("")}</Relationships>`;
}

/** `_rels/.rels` of a file whose main part is `mainPart`. */
export function packageRelationships(mainPart: string): string {
  return relationships([
    ["officeDocument", mainPart],
    ["core-properties", "docProps/core.xml"],
    ["extended-properties", "docProps/app.xml"],
  ]);
}

/** Content types of the two property parts. */
export const PROPERTY_TYPES = [
  ["/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"],
  ["/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"],
] as const;

/** `docProps/core.xml` (clause 11): what file managers and Office show under "Properties". */
export function coreProperties(document: ReportDocument): string {
  const made = new Date(document.generated_at);
  const at = Number.isNaN(made.getTime()) ? "" : `${made.toISOString().slice(0, 19)}Z`;
  const time = (name: string) =>
    at === "" ? "" : `<dcterms:${name} xsi:type="dcterms:W3CDTF">${at}</dcterms:${name}>`;
  const description = document.description ?? "";
  return (
    `${XML_DECLARATION}<cp:coreProperties xmlns:cp="${SCHEMAS}/package/2006/metadata/core-properties" ` +
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${escapeText(document.title)}</dc:title><dc:creator>Edge Reports</dc:creator>` +
    (description === "" ? "" : `<dc:description>${escapeText(description)}</dc:description>`) +
    `<dc:language>${escapeText(document.locale)}</dc:language>${time("created")}${time("modified")}` +
    "</cp:coreProperties>"
  );
}

/** `docProps/app.xml` (ECMA-376 part 1, 22.2). */
export const APP_PROPERTIES =
  `${XML_DECLARATION}<Properties xmlns="${SCHEMAS}/officeDocument/2006/extended-properties">` +
  "<Application>Edge Reports</Application></Properties>";
