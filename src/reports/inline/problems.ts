import { DATA_LIMITS } from "./limits";

const MOST = 20;

/** What is wrong with posted data, by the way to it. Reading goes on, so that all is said at once. */
export class DataProblems {
  readonly errors: Record<string, string[]> = {};

  get found(): boolean {
    return Object.keys(this.errors).length > 0;
  }

  add(path: string, text: string): void {
    const shown = path.length <= 200 ? path : `${path.slice(0, 199).toWellFormed()}…`;
    if (this.errors[shown] === undefined && Object.keys(this.errors).length >= MOST) return;
    this.errors[shown] = [text];
  }

  tooLong(path: string, chars: number, most: number): void {
    this.add(path, `is a text of ${chars} characters; at most ${most}`);
  }

  /** Refuses keys that would be no heading, and the one that changes objects instead of naming a value. */
  checkKey(key: string, path: string): void {
    if (key === "__proto__") this.add(path, "must not have the key __proto__");
    else if (key.length > DATA_LIMITS.keyChars)
      this.add(path, `has a key of ${key.length} characters; at most ${DATA_LIMITS.keyChars}`);
  }
}
