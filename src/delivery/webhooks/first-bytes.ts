/** The first bytes of an answer as text; the rest is never read. */
export async function firstBytes(response: Response, most: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let left = most;
  for await (const chunk of response.body ?? []) {
    const kept = chunk.subarray(0, left);
    text += decoder.decode(kept, { stream: true });
    left -= kept.byteLength;
    if (left === 0) break; // leaving the loop cancels the stream
  }
  return text.replaceAll("\0", "\ufffd");
}
