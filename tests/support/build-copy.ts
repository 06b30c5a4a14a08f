import { execFile } from "node:child_process";
import { cp, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import type { NextConfig } from "next";

import { guard } from "@/lib/launch/guardian";

export interface BuiltCopy {
  folder: string;
  remove(): Promise<void>;
}

/** A production build in a temporary folder, of what `fill` puts there; the packages are those of this checkout. */
export async function buildCopy(
  name: string,
  fill: (folder: string) => Promise<void>,
  settings: Pick<NextConfig, "basePath"> = {},
): Promise<BuiltCopy> {
  const folder = await mkdtemp(path.join(tmpdir(), `notifications-${name}-`));
  const letGo = guard({ folder });
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await letGo();
  };
  try {
    await fill(folder);
    for (const file of ["tsconfig.json", "package.json", "postcss.config.mjs"]) await cp(file, path.join(folder, file));
    await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"));
    // Turbopack follows no link out of its root, and node_modules is one.
    await rename(path.join(folder, "next.config.mjs"), path.join(folder, "product.config.mjs"));
    await writeFile(
      path.join(folder, "next.config.mjs"),
      `import config from "./product.config.mjs";
export default { ...config, ...${JSON.stringify(settings)}, output: undefined, outputFileTracingRoot: "/" };
`,
    );
    const next = path.resolve("node_modules/next/dist/bin/next");
    const { PATH = "", HOME = "" } = process.env;
    await promisify(execFile)(process.execPath, [next, "build"], {
      cwd: folder,
      env: { PATH, HOME, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
