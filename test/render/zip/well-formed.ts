import { SaxesParser } from "saxes";
import { expect } from "vitest";
import type { ReadEntry } from "./read-zip";

/** An element as read: name with prefix, attributes, children and the text between its tags. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Parses XML 1.0 with namespaces; throws at the first thing that is not well-formed. */
export function parseXml(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    const attributes = Object.fromEntries(
      Object.entries(tag.attributes).map(([name, { value }]) => [name, value]),
    );
    const element: Element = { name: tag.name, attributes, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(xml).close();
  return root;
}

/** All elements of a name, in the order of the document. */
export function elements(from: Element, name: string): Element[] {
  return from.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...elements(child, name),
  ]);
}

/** All parts are well-formed, and the content types and relationships name exactly what is there. */
export function expectSoundPackage(entries: readonly ReadEntry[]): void {
  const names = entries.map(({ name }) => `/${name}`);
  expect(new Set(names).size).toBe(names.length);
  const parsed = new Map(
    entries
      .filter(({ name }) => /\.(xml|rels)$/.test(name))
      .map(({ name, bytes }) => [`/${name}`, parseXml(new TextDecoder().decode(bytes))]),
  );
  const types = parsed.get("/[Content_Types].xml");
  const typed =
    types === undefined ? [] : elements(types, "Override").map(({ attributes }) => attributes.PartName ?? "");
  const parts = names.filter((name) => !name.endsWith(".rels") && name !== "/[Content_Types].xml");
  expect(typed.toSorted()).toEqual(parts.toSorted());
  const targets = [...parsed].flatMap(([name, root]) => {
    const base = name.replace(/_rels\/[^/]*$/, "");
    return name.endsWith(".rels")
      ? elements(root, "Relationship").map(({ attributes }) => resolved(base, attributes.Target ?? ""))
      : [];
  });
  expect(targets.toSorted()).toEqual(parts.toSorted());
}

/** The absolute name that a target has, seen from a folder of the package. */
function resolved(folder: string, target: string): string {
  return new URL(target, `http://package${folder}`).pathname;
}
