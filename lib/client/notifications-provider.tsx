"use client";

import type { ReactNode } from "react";

import { useFeed } from "./use-feed";
import { NotificationsContext } from "./use-notifications";

/** Gives `useNotifications` to everything below it. Put it once around the app, for the signed-in user. */
export function NotificationsProvider({ userId, children }: { userId: string; children: ReactNode }) {
  return (
    <FeedOfUser key={userId} userId={userId}>
      {children}
    </FeedOfUser>
  );
}

/** Keyed by user, so that nothing of one user is left when another signs in. */
function FeedOfUser({ userId, children }: { userId: string; children: ReactNode }) {
  return <NotificationsContext value={useFeed(userId)}>{children}</NotificationsContext>;
}
