/** Decimals beyond which a double has no more to say. */
const MAX_DECIMALS = 15;

/**
 * A sum that adds money exactly: compensated (Neumaier, 1974), then rounded to as many decimals as
 * the summands have, so that 0.1 + 0.2 is 0.3. Right to the last digit while the sum in units of
 * the last decimal stays below 2^53.
 */
export class ExactSum {
  #sum = 0;
  #compensation = 0;
  #decimals = 0;
  #scale = 1;

  add(value: number): void {
    const sum = this.#sum + value;
    this.#compensation +=
      Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
    while (this.#decimals < MAX_DECIMALS && Math.round(value * this.#scale) / this.#scale !== value) {
      this.#decimals += 1;
      this.#scale *= 10;
    }
  }

  /** null when it is beyond what a double can hold. */
  get total(): number | null {
    const total = this.#sum + this.#compensation;
    if (!Number.isFinite(total)) return null;
    const isDecimal = Math.abs(total) < 1e15 && this.#decimals < MAX_DECIMALS;
    const rounded = isDecimal ? Number(total.toFixed(this.#decimals)) : total;
    return rounded === 0 ? 0 : rounded;
  }
}
