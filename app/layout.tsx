import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { NotificationBell } from "@/components/notifications/notification-bell";
import { SessionWatch } from "@/components/shell/session-channel";
import { SiteHeader } from "@/components/shell/site-header";
import { SiteNav } from "@/components/shell/site-nav";
import { parseTheme, THEME_COOKIE } from "@/components/shell/theme";
import { UserMenu } from "@/components/shell/user-menu";
import { sessionUserId } from "@/lib/auth/session";
import { NotificationsProvider } from "@/lib/client/notifications-provider";
import { findPerson } from "@/lib/demo/people";

export const metadata: Metadata = {
  title: { default: "Halyard", template: "%s · Halyard" },
  description: "Freight operations in one place: every order, every border, every change as it happens.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#14171b" },
  ],
};

export default async function RootLayout({ children }: LayoutProps<"/">) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const userId = await sessionUserId();

  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>
        <SessionWatch />
        <a
          href="#main"
          className="sr-only z-30 rounded-lg bg-ink px-4 py-2.5 text-sm font-medium text-canvas focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to content
        </a>
        {userId === null ? (
          <SignedOut>{children}</SignedOut>
        ) : (
          <NotificationsProvider userId={userId}>
            <SiteHeader
              nav={<SiteNav />}
              tools={
                <>
                  <NotificationBell />
                  <UserMenu {...account(userId)} theme={theme} />
                </>
              }
            />
            <Main>{children}</Main>
          </NotificationsProvider>
        )}
      </body>
    </html>
  );
}

function SignedOut({ children }: { children: ReactNode }) {
  return (
    <>
      <SiteHeader />
      <Main>{children}</Main>
    </>
  );
}

function Main({ children }: { children: ReactNode }) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto w-full max-w-6xl px-4 pt-8 pb-28 outline-none sm:px-6 sm:pt-10 md:pb-16"
    >
      {children}
    </main>
  );
}

function account(userId: string) {
  const { name, role, initials } = findPerson(userId);
  return { name, role, initials };
}
