import { me } from "./me";

export const identityRoutes = [me] as const;
