import type { PdfFile } from "./pdf-file";

/** Pages under one node: two levels then hold any report, and finding a page stays quick. */
const PAGES_PER_NODE = 64;

export interface FinishedPage {
  /** Object number, reserved when the page was begun, so that the outline can point at it. */
  readonly page: number;
  /** In points. */
  readonly width: number;
  readonly height: number;
  /** Object number of the resource dictionary. */
  readonly resources: number;
  readonly content: string;
  /** Object number of a stream that goes on where `content` ends. */
  readonly sharedContent: number;
}

/** The page tree (ISO 32000-1, 7.7.3): a root of nodes, each written as soon as its pages are. */
export class PageTree {
  readonly root: number;
  #nodes: number[] = [];
  #node: number;
  #kids: number[] = [];
  #count = 0;

  constructor(private readonly file: PdfFile) {
    this.root = file.reserve();
    this.#node = file.reserve();
  }

  get count(): number {
    return this.#count;
  }

  add({ page, width, height, resources, content, sharedContent }: FinishedPage): void {
    const contents = this.file.reserve();
    this.file.writeStream(contents, "", content);
    this.file.write(
      page,
      `<</Type/Page/Parent ${this.#node} 0 R/MediaBox[0 0 ${width} ${height}]/Resources ${resources} 0 R` +
        `/Contents[${contents} 0 R ${sharedContent} 0 R]>>`,
    );
    this.#count++;
    if (this.#kids.push(page) === PAGES_PER_NODE) {
      this.#closeNode();
      this.#node = this.file.reserve();
    }
  }

  /** Writes what is left of the tree. */
  end(): void {
    if (this.#kids.length > 0) this.#closeNode();
    const kids = this.#nodes.map((node) => `${node} 0 R`).join(" ");
    this.file.write(this.root, `<</Type/Pages/Kids[${kids}]/Count ${this.#count}>>`);
  }

  #closeNode(): void {
    const kids = this.#kids.map((kid) => `${kid} 0 R`).join(" ");
    this.file.write(
      this.#node,
      `<</Type/Pages/Parent ${this.root} 0 R/Kids[${kids}]/Count ${this.#kids.length}>>`,
    );
    this.#nodes.push(this.#node);
    this.#kids = [];
  }
}
