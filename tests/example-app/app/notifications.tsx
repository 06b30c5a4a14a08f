"use client";

import type { ReactNode } from "react";

import { NotificationsProvider, type Presentation } from "@/components/notifications";

const renderItem: Presentation["renderItem"] = {
  "bread.baked": ({ message }) => (
    <>
      Out of the oven: <strong>{message}</strong>
    </>
  ),
};

const texts: Presentation["texts"] = {
  bell: { notifications: "News from the bakery" },
  panel: { notifications: "News from the bakery" },
};

export function Notifications({ userId, children }: { userId: string; children: ReactNode }) {
  return (
    <NotificationsProvider userId={userId} renderItem={renderItem} texts={texts}>
      {children}
    </NotificationsProvider>
  );
}
