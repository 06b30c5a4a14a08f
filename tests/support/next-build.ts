import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { guard } from "@/lib/launch/guardian";

const LEFT_OUT = new Set([".next", ".git", ".data", "tests"]);

export interface NextBuild {
  /** A checkout with the change. */
  folder: string;
  remove(): Promise<void>;
}

/** A copy of this checkout in which every client component has changed, so that another build comes of it. */
async function changedCheckout({ packages = false } = {}): Promise<NextBuild> {
  const folder = await mkdtemp(path.join(tmpdir(), "notifications-next-build-"));
  const letGo = guard({ folder });
  const leftOut = packages ? LEFT_OUT : new Set([...LEFT_OUT, "node_modules"]);
  await cp(".", folder, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (file) => !leftOut.has(file),
  });
  const components = path.join(folder, "components");
  for (const name of await readdir(components, { recursive: true })) {
    if (!name.endsWith(".tsx")) continue;
    const file = path.join(components, name);
    const source = await readFile(file, "utf8");
    if (!source.startsWith('"use client"')) continue;
    await writeFile(file, `${source}\n(globalThis as Record<string, unknown>)["build"] = "next";\n`);
  }
  return {
    folder,
    remove: async () => {
      await rm(folder, { recursive: true, force: true });
      await letGo();
    },
  };
}

/** The same, built. */
export async function nextBuild(): Promise<NextBuild> {
  const checkout = await changedCheckout({ packages: true });
  try {
    const { PATH = "", HOME = "" } = process.env;
    const env = { PATH, HOME, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
    await promisify(execFile)("npm", ["run", "build"], { cwd: checkout.folder, env });
    return checkout;
  } catch (error) {
    await checkout.remove();
    throw error;
  }
}
