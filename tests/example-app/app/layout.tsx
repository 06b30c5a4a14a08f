import "./globals.css";
import type { ReactNode } from "react";

import { NotificationBell } from "@/components/notifications";
import { sessionUserId } from "@/lib/notifications/server/auth/session";

import { Notifications } from "./notifications";

export default async function RootLayout({ children }: { children: ReactNode }) {
  const userId = await sessionUserId();
  return (
    <html lang="en">
      <body>
        {userId === null ? (
          children
        ) : (
          <Notifications userId={userId}>
            <NotificationBell />
            {children}
          </Notifications>
        )}
      </body>
    </html>
  );
}
