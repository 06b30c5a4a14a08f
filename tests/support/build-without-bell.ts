import { execFile } from "node:child_process";
import { cp, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { guard } from "@/lib/launch/guardian";

const LEFT_OUT = new Set(["node_modules", ".next", ".git", ".data", "tests"]);

/** What the root layout takes from this project, empty. */
const STUBS = {
  "components/notifications/notification-bell.tsx": "export const NotificationBell = () => null;\n",
  "lib/client/notifications-provider.tsx":
    "export const NotificationsProvider = ({ children }: { children: React.ReactNode }) => children;\n",
  // Turbopack follows no link out of its root, and node_modules is one.
  "next.config.mjs":
    'import config from "./product.config.mjs";\nexport default { ...config, turbopack: { root: "/" } };\n',
};

/** A production build of this checkout in a temporary folder, with no bell on its pages and everything else as it is. */
export async function buildWithoutBell(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "notifications-without-bell-"));
  const letGo = guard({ folder });
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await letGo();
  };
  try {
    await cp(".", folder, { recursive: true, filter: (file) => !LEFT_OUT.has(file) });
    await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"));
    await rename(path.join(folder, "next.config.mjs"), path.join(folder, "product.config.mjs"));
    for (const [file, source] of Object.entries(STUBS)) await writeFile(path.join(folder, file), source);
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
