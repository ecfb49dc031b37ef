/** Signs tokens where AUTH_SECRET is not set: on a developer's machine and in tests, never in production. */
export const DEVELOPMENT_SECRET = "development-only-secret-do-not-deploy";
