import type { Endpoint } from "../../http/route";
import type { RunState } from "../link";
import { downloadLink } from "./download-link";

/** Mounted at the root, not under the base path: signed links are short and belong to no API version. */
export const fileRoutes = (runState: RunState): readonly Endpoint[] => [downloadLink(runState)];
