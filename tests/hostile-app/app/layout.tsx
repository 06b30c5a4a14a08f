import "./globals.css";
import type { ReactNode } from "react";

import { NotificationBell } from "@/components/notifications";
import { sessionUserId } from "@/lib/notifications/server/auth/session";

import { Controls } from "./controls";
import { Notifications } from "./notifications";

export default async function RootLayout({ children }: { children: ReactNode }) {
  const userId = await sessionUserId();
  return (
    <html lang="en">
      <body className="p-4">
        {userId !== null && (
          <Notifications userId={userId}>
            <div className="flex justify-end">
              <NotificationBell />
            </div>
            <Controls />
            {children}
          </Notifications>
        )}
      </body>
    </html>
  );
}
