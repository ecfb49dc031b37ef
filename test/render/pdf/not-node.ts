/**
 * pdf.js takes workerd for Node, because both have `process`, and then warns that it finds no canvas.
 * Reading text needs none: with another name for `process` it believes to be in a browser. To be imported first.
 */
Object.defineProperty(process, Symbol.toStringTag, { value: "worker", configurable: true });
