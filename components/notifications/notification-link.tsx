"use client";

import Link from "next/link";
import type { MouseEvent, ReactNode } from "react";

import { usePanelTexts } from "./texts/use-panel-texts";

/** Spreads the link over the nearest positioned ancestor, so that the whole item is the target. */
const STRETCHED =
  "outline-none after:absolute after:inset-0 after:rounded-xl focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus";

interface NotificationLinkProps {
  href: string;
  /** Followed in any way, also into a new tab. */
  onFollow: () => void;
  /** Followed in this tab: the page underneath is changing. */
  onLeave: () => void;
  /** -1 where what is around it is the tab stop, and follows it on Enter. */
  tabIndex?: -1;
  children: ReactNode;
}

/**
 * A path on this site opens here, any other address in a tab of its own.
 */
export function NotificationLink({ href, tabIndex, onFollow, onLeave, children }: NotificationLinkProps) {
  const texts = usePanelTexts();

  function followInNewTab(event: MouseEvent) {
    if (event.button === 1) onFollow();
  }

  if (href.startsWith("/")) {
    return (
      <Link
        href={href}
        prefetch={false}
        tabIndex={tabIndex}
        data-follow
        draggable={false}
        onClick={onFollow}
        onAuxClick={followInNewTab}
        onNavigate={onLeave}
        className={STRETCHED}
      >
        {children}
      </Link>
    );
  }
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      tabIndex={tabIndex}
      data-follow
      draggable={false}
      onClick={onFollow}
      onAuxClick={followInNewTab}
      className={STRETCHED}
    >
      {children}
      <span className="sr-only"> ({texts.opensNewTab})</span>
    </a>
  );
}
