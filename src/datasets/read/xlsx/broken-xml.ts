/** A document that is not well-formed, or asks for what is refused; `message` is the end of a sentence. */
export class BrokenXml extends Error {
  override readonly name = "BrokenXml";
}
