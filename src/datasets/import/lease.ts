import type { Platform } from "../../context";
import { type ClaimedImport, keepImport } from "./claim";

/** The import went to another, who makes its own table: nothing that this one does counts any more. */
export class LostImport extends Error {
  override readonly name = "LostImport";
}

/** An importer's hold on a revision. */
export class Lease {
  readonly #platform: Platform;
  readonly #claimed: ClaimedImport;
  #renewedAt: number;

  constructor(platform: Platform, claimed: ClaimedImport) {
    this.#platform = platform;
    this.#claimed = claimed;
    this.#renewedAt = platform.now().getTime();
  }

  /**
   * To be called as the work goes on, and before anything is begun that others would have to remove: extends the lease
   * once a quarter of it is over; until then nobody can have taken it.
   *
   * @throws LostImport
   */
  readonly alive = async (): Promise<void> => {
    const { now, settings } = this.#platform;
    const at = now().getTime();
    if (at - this.#renewedAt < settings.LEASE_SECONDS * 250) return;
    this.#renewedAt = at;
    if (!(await keepImport(this.#platform, this.#claimed))) throw new LostImport();
  };
}
