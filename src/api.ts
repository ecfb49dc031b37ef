import { createApp } from "./app";
import { tick } from "./ops/tick";
import { platformOf } from "./platform";

export { LiveStatus } from "./live/live-status";

const app = createApp();

export default {
  fetch: app.fetch,
  scheduled: (_controller, env) => tick(platformOf(env)),
} satisfies ExportedHandler<ApiEnv>;
