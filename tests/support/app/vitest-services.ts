import type { TestProject } from "vitest/node";

import type { DatabaseSource } from "@/tests/support/postgres/postgres-server";

import { startServices } from "./services";

declare module "vitest" {
  interface ProvidedContext {
    postgres: DatabaseSource;
    redisUrl: string;
  }
}

/** The global setup of every project that needs services. They are started once, by the project that comes first. */
export default async function setup({ vitest }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if ("postgres" in vitest.getProvidedContext()) return undefined;
  const { postgres, redis, stop } = await startServices();
  vitest.provide("postgres", { adminUrl: postgres.adminUrl, template: postgres.template });
  vitest.provide("redisUrl", redis.url);
  return stop;
}
