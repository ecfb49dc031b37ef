/** The product's version: that of the package, wherever it is shown. */
export { version as VERSION } from "../package.json";
