import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { type App, startApp } from "@/tests/support/app/app-server";
import { buildCopy, copyProduct } from "@/tests/support/app/checkout-copy";

import { serverSettings } from "./environment";

/** An app that has taken the notifications as the README says, built and running. */
export interface ProductApp {
  url: string;
  stop(): Promise<void>;
}

/** Builds and starts the app whose pages stand in `pages`, under `basePath`. */
export async function startProductApp(name: string, pages: string, basePath = ""): Promise<ProductApp> {
  const copy = await buildCopy(name, async (folder) => {
    await copyProduct(folder, pages);
    const config = path.join(folder, "next.config.mjs");
    const source = await readFile(config, "utf8");
    await writeFile(config, source.replace("export default {", `$& basePath: "${basePath}",`));
  });
  let app: App;
  try {
    const { DEMO: _, ...settings } = serverSettings();
    app = await startApp(settings, { folder: copy.folder, health: `${basePath}/api/health/ready` });
  } catch (error) {
    await copy.remove();
    throw error;
  }
  return {
    url: app.url + basePath,
    async stop() {
      await app.stop();
      await copy.remove();
    },
  };
}
