"use client";

import { LogIn, type LucideIcon, Pause, RefreshCw, WifiOff } from "lucide-react";
import type { ReactNode } from "react";

import { buttonClasses, Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { type Tone, TONE_CLASSES } from "@/components/ui/tone";
import type { Connection } from "@/lib/client/use-notifications";

interface ConnectionBannerProps {
  connection: Connection;
  onResume: () => void;
}

/** Says when what you see may be out of date, and what will happen about it. Nothing while all is well. */
export function ConnectionBanner({ connection, onResume }: ConnectionBannerProps) {
  switch (connection) {
    case "connecting":
    case "live":
      return null;
    case "reconnecting":
      return (
        <Banner icon={RefreshCw} tone="sun" title="Reconnecting…">
          Anything you miss in the meantime will be delivered.
        </Banner>
      );
    case "offline":
      return (
        <Banner icon={WifiOff} tone="sun" title="You are offline.">
          The list catches up by itself once you are back.
        </Banner>
      );
    case "paused":
      return (
        <Banner
          icon={Pause}
          tone="neutral"
          title="Live updates are paused."
          action={
            <Button size="small" onClick={onResume}>
              Resume
            </Button>
          }
        >
          New notifications wait for you on the server.
        </Banner>
      );
    case "signed-out":
      return (
        <Banner
          icon={LogIn}
          tone="rust"
          title="Your session has ended."
          action={
            // A full load, so that the page starts afresh with the new session.
            // oxlint-disable-next-line nextjs/no-html-link-for-pages
            <a href="/sign-in" className={buttonClasses("secondary", "small")}>
              Sign in
            </a>
          }
        >
          Nothing new will arrive until you sign in again.
        </Banner>
      );
  }
}

interface BannerProps {
  icon: LucideIcon;
  tone: Tone;
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

/** Fades in late: a blip that mends itself within the delay is never seen. */
function Banner({ icon: Icon, tone, title, action, children }: BannerProps) {
  return (
    <div className="grid animate-reveal grid-rows-[1fr] [animation-delay:600ms]">
      <div className="min-h-0 overflow-hidden">
        <div className={classNames("mx-3 mt-3 flex items-center gap-3 rounded-xl px-3 py-2.5", TONE_CLASSES[tone])}>
          <Icon aria-hidden="true" className="size-4 shrink-0" />
          <p className="min-w-0 flex-1 text-[0.8125rem] leading-snug">
            <strong className="font-semibold">{title}</strong> <span className="text-ink">{children}</span>
          </p>
          {action}
        </div>
      </div>
    </div>
  );
}
