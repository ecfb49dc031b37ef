/** Answers held at most; a report has few distinct dates, hours and days, and memory is short. */
const MAX_REMEMBERED = 8192;

/** The pure function `make`, which is not asked twice for a key while the answer is held. */
export function remembered<K extends string | number, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const answer = known.get(key);
    if (answer !== undefined) return answer;
    if (known.size >= MAX_REMEMBERED) known.clear();
    const made = make(key);
    known.set(key, made);
    return made;
  };
}
