import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { guard } from "@/lib/dev/guardian";

const LEFT_OUT = new Set([".next", ".git", ".data", "tests"]);

export interface NextBuild {
  folder: string;
  remove(): Promise<void>;
}

/** A copy of this checkout in which every client component has changed, built. */
export async function nextBuild(): Promise<NextBuild> {
  const folder = await mkdtemp(path.join(tmpdir(), "notifications-next-build-"));
  const letGo = guard({ folder });
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await letGo();
  };
  try {
    await copyCheckout(folder, { packages: true });
    await changeComponents(folder);
    const { PATH = "", HOME = "" } = process.env;
    const env = { PATH, HOME, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
    await promisify(execFile)("npm", ["run", "build"], { cwd: folder, env });
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What a build of this checkout needs, with or without the packages. */
export async function copyCheckout(folder: string, { packages }: { packages: boolean }): Promise<void> {
  const leftOut = packages ? LEFT_OUT : new Set([...LEFT_OUT, "node_modules"]);
  await cp(".", folder, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (file) => !leftOut.has(file),
  });
}

/** Changes every client component of a checkout, so that another build comes of it. */
export async function changeComponents(folder: string): Promise<void> {
  const components = path.join(folder, "components");
  for (const name of await readdir(components, { recursive: true })) {
    if (!name.endsWith(".tsx")) continue;
    const file = path.join(components, name);
    const source = await readFile(file, "utf8");
    if (!source.startsWith('"use client"')) continue;
    await writeFile(file, `${source}\n(globalThis as Record<string, unknown>)["build"] = "next";\n`);
  }
}
