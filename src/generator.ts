import { WorkerEntrypoint } from "cloudflare:workers";
import { appendRows } from "./datasets/append-rows";
import { countStatistics } from "./datasets/count-statistics";
import type { AppendRequest } from "./datasets/rows-body";
import type { GeneratorDoor } from "./generator-door";
import type { Format } from "./render/renderer";
import type { Definition } from "./reports/config/definition";
import { consume } from "./runs/consume";
import { generateForCaller, wakeNextAfter } from "./runs/generate-for-caller";
import { previewDefinition } from "./runs/preview";
import { type FileAsker, renderFormat } from "./runs/render-format";
import { workshopOf } from "./workshop";

/** The door for synchronous work; the API Worker knocks through a service binding. */
export class Generator extends WorkerEntrypoint<GeneratorEnv> implements GeneratorDoor {
  async generate(runId: string) {
    const shop = workshopOf(this.env);
    const made = await generateForCaller(shop, runId);
    this.ctx.waitUntil(wakeNextAfter(shop, runId));
    return made;
  }

  async preview(definition: Definition) {
    return await previewDefinition(workshopOf(this.env), definition);
  }

  async renderFormat(workspaceId: string, runId: string, format: Format, asker: FileAsker | null) {
    return await renderFormat(workshopOf(this.env), { workspaceId, runId, format, asker });
  }

  async appendRows(request: AppendRequest) {
    return await appendRows(workshopOf(this.env), request);
  }

  async countStatistics(workspaceId: string, datasetId: string) {
    return await countStatistics(workshopOf(this.env), workspaceId, datasetId);
  }
}

export default {
  queue: (batch, env) => consume(workshopOf(env), batch),
} satisfies ExportedHandler<GeneratorEnv>;
