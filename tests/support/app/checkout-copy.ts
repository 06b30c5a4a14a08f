import { execFile } from "node:child_process";
import { cp, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { guard } from "@/lib/dev/guardian";

/** A temporary folder that Next can run or build in. */
export interface CheckoutCopy {
  folder: string;
  remove(): Promise<void>;
}

/** Makes a temporary folder of what `fill` puts there. It shares the packages of this checkout. */
export async function copyCheckout(name: string, fill: (folder: string) => Promise<void>): Promise<CheckoutCopy> {
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
// A copy is built once, so a cache for the next build would only cost time.
const experimental = { ...config.experimental, turbopackFileSystemCacheForBuild: false };
export default { ...config, experimental, output: undefined, outputFileTracingRoot: "/" };
`,
    );
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What is not part of the program: packages, builds, data, tests, and a developer's settings. */
const LEFT_OUT = /^(node_modules|\.next|\.git|\.data|tests|\.env.*)$/;

/** Puts this checkout's own files into `folder`. */
export async function fillFromCheckout(folder: string): Promise<void> {
  await cp(".", folder, { recursive: true, filter: (file) => !LEFT_OUT.test(file) });
}

/** A production build in a temporary folder, of what `fill` puts there; the packages are those of this checkout. */
export async function buildCopy(name: string, fill: (folder: string) => Promise<void>): Promise<CheckoutCopy> {
  const copy = await copyCheckout(name, fill);
  try {
    const next = path.resolve("node_modules/next/dist/bin/next");
    const { PATH = "", HOME = "" } = process.env;
    await promisify(execFile)(process.execPath, [next, "build"], {
      cwd: copy.folder,
      env: { PATH, HOME, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
    return copy;
  } catch (error) {
    await copy.remove();
    throw error;
  }
}

/** What the root layout takes from this project, empty. */
const STUBS = {
  "components/notifications/bell/notification-bell.tsx": "export const NotificationBell = () => null;\n",
  "components/notifications/notifications-provider.tsx":
    "export const NotificationsProvider = ({ children }: { children: React.ReactNode }) => children;\n",
};

/** A production build of this checkout in a temporary folder, with no bell on its pages and everything else as it is. */
export function buildWithoutBell(): Promise<CheckoutCopy> {
  return buildCopy("without-bell", async (folder) => {
    await fillFromCheckout(folder);
    for (const [file, source] of Object.entries(STUBS)) await writeFile(path.join(folder, file), source);
  });
}

/** What the README says an app takes. */
const TAKEN = [
  "app/api",
  "components/notifications",
  "db",
  "drizzle",
  "lib/notifications",
  "instrumentation.ts",
  "next.config.mjs",
];

/** Copies the notifications into a folder, as the README says, and the pages of an app from another one. */
export async function copyProduct(folder: string, pages: string): Promise<void> {
  for (const name of TAKEN) await cp(name, path.join(folder, name), { recursive: true });
  await cp(pages, path.join(folder, "app"), { recursive: true });
}
