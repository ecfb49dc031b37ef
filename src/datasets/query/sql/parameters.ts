type Value = string | number | boolean | null;

/**
 * What is bound to one statement. Values of filters go together into one JSON parameter, since D1 takes no more
 * than 100 and since numbers of rows are JSON as well: both sides are read by the same code and compare exactly.
 */
export class Parameters {
  private readonly values: unknown[] = [];
  private readonly further: (string | number)[] = [];

  /** SQL that stands for one value: text, a number, 1 or 0 for a boolean. */
  value(value: Value): string {
    return `(?1 ->> ${this.values.push(value) - 1})`;
  }

  /** SQL of a table whose column `value` holds these, `key` their places. */
  list(values: readonly (Value | readonly Value[])[]): string {
    return `json_each(?1, '$[${this.values.push(values) - 1}]')`;
  }

  /** SQL for a parameter of its own: numbers of tables and rows, and what is large. */
  own(value: string | number): string {
    return `?${this.further.push(value) + 1}`;
  }

  /** In the order of D1's `bind`. */
  get bound(): (string | number)[] {
    return [JSON.stringify(this.values), ...this.further];
  }
}
