import { cp, writeFile } from "node:fs/promises";
import path from "node:path";

import { buildCopy, type BuiltCopy } from "./build-copy";

const LEFT_OUT = new Set(["node_modules", ".next", ".git", ".data", "tests"]);

/** What the root layout takes from this project, empty. */
const STUBS = {
  "components/notifications/notification-bell.tsx": "export const NotificationBell = () => null;\n",
  "components/notifications/notifications-provider.tsx":
    "export const NotificationsProvider = ({ children }: { children: React.ReactNode }) => children;\n",
};

/** A production build of this checkout in a temporary folder, with no bell on its pages and everything else as it is. */
export function buildWithoutBell(): Promise<BuiltCopy> {
  return buildCopy("without-bell", async (folder) => {
    await cp(".", folder, { recursive: true, filter: (file) => !LEFT_OUT.has(file) });
    for (const [file, source] of Object.entries(STUBS)) await writeFile(path.join(folder, file), source);
  });
}
