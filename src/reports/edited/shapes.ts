import type { Outline, OutlineSection } from "../inline/outline";
import type { DataProblems } from "../inline/problems";
import { isObject } from "../inline/values";

/** What was sent for one section of a report. `at` is the way to it in the request. */
export interface SectionEdit {
  readonly section: OutlineSection;
  readonly at: string;
  /** Row objects of a table; an object or a list of `{name, value}` for figures; a text. */
  readonly content: unknown;
}

const ROOT = "generated_data";
const SHAPES = "Give a list of row objects, {sections: {name: rows}}, or the report's JSON file with changes";

/**
 * Edited data by section, in any of three shapes: the rows of the only table, `{sections: {name: rows}}`, or the
 * JSON file's own `{sections: [{name, data}]}`. Sections that are not named stay as they were. What fits no shape,
 * or names a section that there is not, goes to `problems`.
 */
export function editsOf(data: unknown, outline: Outline, problems: DataProblems): SectionEdit[] {
  if (Array.isArray(data)) return rowsOfOnlyTable(data, outline, problems);
  const sections = isObject(data) ? data.sections : undefined;
  if (Array.isArray(sections)) return sections.flatMap((part, at) => namedPart(part, at, outline, problems));
  if (isObject(sections)) {
    return Object.entries(sections).flatMap(([name, content]) => {
      const at = `${ROOT}.sections.${name}`;
      const section = sectionNamed(name, at, outline, problems);
      return section ? [{ section, at, content }] : [];
    });
  }
  problems.add(ROOT, SHAPES);
  return [];
}

/** Whether data names sections of this report in one of the shapes above, and is not data of another form. */
export function namesSections(data: unknown, outline: Outline): boolean {
  const sections = isObject(data) ? data.sections : undefined;
  const names = Array.isArray(sections)
    ? sections.map((part: unknown) => (isObject(part) ? part.name : undefined))
    : Object.keys(isObject(sections) ? sections : {});
  return names.length > 0 && names.every((name) => outline.sections.some((section) => section.name === name));
}

function rowsOfOnlyTable(rows: unknown[], outline: Outline, problems: DataProblems): SectionEdit[] {
  const tables = outline.sections.filter(({ kind }) => kind === "table");
  const [section, ...others] = tables;
  if (section && others.length === 0) return [{ section, at: ROOT, content: rows }];
  const names = tables.map(({ name }) => name).join(", ");
  problems.add(ROOT, `The report has ${tables.length} tables (${names}): give {sections: {name: rows}}`);
  return [];
}

/** A section as the JSON file and answers have it; what they say beside the content does not count. */
function namedPart(part: unknown, index: number, outline: Outline, problems: DataProblems): SectionEdit[] {
  const at = `${ROOT}.sections.${index}`;
  if (!isObject(part) || typeof part.name !== "string") {
    problems.add(at, "must be an object with the name of a section");
    return [];
  }
  const section = sectionNamed(part.name, `${at}.name`, outline, problems);
  if (!section) return [];
  const key = section.kind === "table" ? "data" : section.kind;
  return part[key] === undefined ? [] : [{ section, at: `${at}.${key}`, content: part[key] }];
}

function sectionNamed(name: string, at: string, { sections }: Outline, problems: DataProblems) {
  const found = sections.find((section) => section.name === name);
  if (!found) {
    const known = sections.map((section) => section.name).join(", ");
    problems.add(at, `There is no section ${name.slice(0, 60)}. Sections: ${known}`);
  }
  return found;
}
