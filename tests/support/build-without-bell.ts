import { writeFile } from "node:fs/promises";
import path from "node:path";

import { buildCopy } from "./build-copy";
import { fillFromCheckout, type CheckoutCopy } from "./checkout-copy";

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
