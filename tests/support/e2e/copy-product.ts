import { cp } from "node:fs/promises";
import path from "node:path";

/** What the README says an app takes. */
const TAKEN = ["app/api", "components/notifications", "db", "drizzle", "lib", "instrumentation.ts", "next.config.mjs"];

/** Copies the notifications into a folder, as the README says, and the pages of an app from another one. */
export async function copyProduct(folder: string, pages: string): Promise<void> {
  for (const name of TAKEN) await cp(name, path.join(folder, name), { recursive: true });
  await cp(pages, path.join(folder, "app"), { recursive: true });
}
