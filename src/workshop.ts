import { platformOf } from "./platform";
import type { RenderResources } from "./render/renderer";
import type { Workshop } from "./runs/process";

/** What the Generator works with: the platform, and the fonts among its assets. */
export function workshopOf(env: GeneratorEnv): Workshop {
  return { ...platformOf(env), mail: env.EMAIL ?? null, resources: resourcesOf(env.ASSETS) };
}

/** Fonts lie among the Worker's own assets, put there by scripts/assets.mjs. */
const resourcesOf = (assets: Fetcher): RenderResources => ({
  font: async (name) => {
    const response = await assets.fetch(`https://assets/fonts/${name}`);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    await response.body?.cancel();
    return null;
  },
});
