import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";

import { LanguageChoice } from "@/components/demo/shell/language-choice";
import { parseTheme, THEME_COOKIE } from "@/components/demo/shell/preferences";
import { SiteHeader } from "@/components/demo/shell/site-header";
import { SiteNav } from "@/components/demo/shell/site-nav";
import { TabWatch } from "@/components/demo/shell/tab-channel";
import { UserMenu } from "@/components/demo/shell/user-menu";
import { NotificationBell, NotificationsProvider } from "@/components/notifications";
import { findPerson } from "@/lib/demo/people";
import { sessionUserId } from "@/lib/notifications/server/auth/session";

import { requestWords } from "./(demo)/request-words";

export async function generateMetadata(): Promise<Metadata> {
  const { shell } = (await requestWords()).texts;
  return { title: { default: "Halyard", template: "%s · Halyard" }, description: shell.description };
}

export const viewport: Viewport = {
  // The panel stays clear of notches itself.
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#14171b" },
  ],
};

export default async function RootLayout({ children }: LayoutProps<"/">) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const userId = await sessionUserId();
  const { language, texts } = await requestWords();
  const { shell } = texts;
  const main = (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto w-full max-w-6xl px-4 pt-8 pb-28 outline-none sm:px-6 sm:pt-10 md:pb-16"
    >
      {children}
    </main>
  );

  return (
    <html lang={language} dir="ltr" data-theme={theme === "system" ? undefined : theme} className="notifications-theme">
      <body>
        <TabWatch />
        <a
          href="#main"
          className="sr-only z-30 rounded-lg bg-ink px-4 py-2.5 text-sm font-medium text-canvas focus:not-sr-only focus:fixed focus:start-2 focus:top-2"
        >
          {shell.skip}
        </a>
        {userId === null ? (
          <>
            <SiteHeader homeLabel={shell.home} tools={<LanguageChoice language={language} label={shell.language} />} />
            {main}
          </>
        ) : (
          <NotificationsProvider
            userId={userId}
            language={language}
            texts={{ types: shell.notificationTypes }}
            pages={["/", "/orders", "/playground"]}
          >
            <SiteHeader
              homeLabel={shell.home}
              nav={<SiteNav label={shell.navigation} pages={shell.pages} />}
              tools={
                <>
                  <NotificationBell />
                  <UserMenu person={findPerson(userId, texts.people)} theme={theme} language={language} texts={shell} />
                </>
              }
            />
            {main}
          </NotificationsProvider>
        )}
      </body>
    </html>
  );
}
