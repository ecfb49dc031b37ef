import type { Row } from "../document";

/** Rows that are taken batch by batch and of which the end of a batch can be given back. */
export class RowSource {
  readonly #rows: AsyncGenerator<readonly Row[]>;
  #next: readonly Row[] | null = null;

  constructor(rows: AsyncGenerator<readonly Row[]>) {
    this.#rows = rows;
  }

  /** The next rows, at least one, or null at the end. */
  async take(): Promise<readonly Row[] | null> {
    const batch = (await this.hasMore()) ? this.#next : null;
    this.#next = null;
    return batch;
  }

  /** Gives back what was not used of the last batch. */
  putBack(rows: readonly Row[]): void {
    this.#next = rows;
  }

  async hasMore(): Promise<boolean> {
    while (this.#next === null || this.#next.length === 0) {
      const { done, value } = await this.#rows.next();
      if (done) return false;
      this.#next = value;
    }
    return true;
  }

  /** Lets the source release what it holds; needed when the rows are not read to their end. */
  async close(): Promise<void> {
    await this.#rows.return(undefined);
  }
}
