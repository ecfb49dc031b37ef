import { decode } from "html-entities";

export interface Page {
  /** Start tags in order, with the names of their attributes. */
  readonly tags: string[];
  /** Text of the cells of table bodies, row by row. */
  readonly rows: string[][];
  readonly headers: string[];
  /** Text of the elements that a selector names. */
  readonly texts: Readonly<Record<string, string[]>>;
}

/** Reads a page with the platform's HTML parser, which is not ours. */
export async function readPage(html: string, selectors: readonly string[] = []): Promise<Page> {
  const tags: string[] = [];
  const rows: string[][] = [];
  const headers: string[] = [];
  const texts: Record<string, string[]> = {};
  let rewriter = new HTMLRewriter()
    .on("*", {
      element({ tagName, attributes }) {
        tags.push([tagName, ...[...attributes].map(([name = ""]) => name)].join(" "));
      },
    })
    .on("tbody tr", { element: () => void rows.push([]) })
    .on(
      "tbody td",
      collector((start) => appendTo(rows.at(-1) ?? [], start)),
    )
    .on(
      "thead th",
      collector((start) => appendTo(headers, start)),
    );
  for (const selector of selectors) {
    const found: string[] = [];
    texts[selector] = found;
    rewriter = rewriter.on(
      selector,
      collector((start) => appendTo(found, start)),
    );
  }
  await rewriter.transform(new Response(html)).text();
  const plain = (list: string[]) => list.map((text) => decode(text));
  return {
    tags,
    rows: rows.map(plain),
    headers: plain(headers),
    texts: Object.fromEntries(Object.entries(texts).map(([selector, found]) => [selector, plain(found)])),
  };
}

type Append = (text: string | null) => void;

/** Null begins a text, others continue it. */
function collector(append: Append): HTMLRewriterElementContentHandlers {
  return { element: () => append(null), text: (chunk) => append(chunk.text) };
}

function appendTo(list: string[], text: string | null): void {
  if (text === null) list.push("");
  else list.push((list.pop() ?? "") + text);
}
