"use client";

import { createContext, type ReactNode, use, useState } from "react";
import { SWRConfig } from "swr";

import { NotificationsProvider, type Presentation } from "@/components/notifications";

const never = new Promise<string>(() => {});

/** By type, with what it shows in place of a message: each is wrong in another way. */
const renderItem = {
  "item.throws": () => {
    throw new Error("The app's own item is broken");
  },
  "item.object": () => ({ not: "a node" }),
  "item.waits": () => use(never),
  "item.none": null,
  "item.fine": ({ message }: { message: string }) => <strong>{message}</strong>,
} as unknown as Presentation["renderItem"];

/** Nothing that TypeScript would allow. */
const texts = {
  types: { "item.fine": "In order", "item.none": 7 },
  bell: {
    notifications: "Glocke",
    unread: () => {
      throw new Error("The app's own text is broken");
    },
    trouble: "none",
  },
  panel: { close: undefined, tabs: null, markAllRead: 7, newer: "so many", countUnread: () => ({ count: 1 }) },
  signals: "no texts",
} as unknown as Presentation["texts"];

const LanguageContext = createContext((_language: string): void => {});

export const useLanguage = () => use(LanguageContext);

/** An app whose texts, items, language and SWR configuration are nobody's business but its own. */
export function Notifications({ userId, children }: { userId: string; children: ReactNode }) {
  const [language, setLanguage] = useState("de_DE");
  return (
    <SWRConfig
      value={{
        suspense: true,
        isPaused: () => true,
        keepPreviousData: true,
        refreshInterval: 10,
        fetcher: () => {
          throw new Error("The app's own fetcher");
        },
        use: [
          () => () => {
            throw new Error("The app's own middleware");
          },
        ],
      }}
    >
      <NotificationsProvider
        userId={userId}
        endpoint="/app/api/notifications"
        language={language}
        texts={texts}
        renderItem={renderItem}
        pages={["/app/orders"]}
      >
        <LanguageContext value={setLanguage}>{children}</LanguageContext>
      </NotificationsProvider>
    </SWRConfig>
  );
}
