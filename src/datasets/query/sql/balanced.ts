/** `(a op b) op (c op d)`: D1 refuses expressions nested deeper than 100, so long chains are made as trees. */
export function balanced(parts: readonly string[], operator: string): string {
  if (parts.length <= 2) return `(${parts.join(` ${operator} `)})`;
  const middle = parts.length >> 1;
  return `(${balanced(parts.slice(0, middle), operator)} ${operator} ${balanced(parts.slice(middle), operator)})`;
}
