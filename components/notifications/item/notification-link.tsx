import Link from "next/link";
import type { MouseEvent, ReactNode } from "react";

import { usePresentation } from "../presentation/presentation";
import { usePanelTexts } from "../texts/use-panel-texts";
import { pageAddress } from "./link-address";

/** Spreads the link over the nearest positioned ancestor, so that the whole item is the target. */
const STRETCHED =
  "outline-none after:absolute after:inset-0 after:rounded-xl focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus";

interface NotificationLinkProps {
  href: string;
  /** Followed in any way, also into a new tab. */
  onFollow: () => void;
  /** Followed in this tab: the page underneath is changing. */
  onLeave?: () => void;
  /** -1 where the element around it is the tab stop, and follows it on Enter. */
  tabIndex?: -1;
  children: ReactNode;
}

/**
 * A path on this site opens here, any other address in a new tab. Next's router follows only a link to a page that the app
 * has named: it asks a route handler for a page first, which spends a link that works once.
 */
export function NotificationLink({ href, tabIndex, onFollow, onLeave, children }: NotificationLinkProps) {
  const texts = usePanelTexts();
  const { pages } = usePresentation();
  const common = {
    tabIndex,
    draggable: false,
    "data-follow": true,
    className: STRETCHED,
    onAuxClick: ({ button }: MouseEvent) => button === 1 && onFollow(),
  };

  const isElsewhere = !href.startsWith("/");
  // A full address, since Next puts its `basePath` before a path, and the link has it already.
  const page = isElsewhere ? null : pageAddress(href, window.location.origin, pages);
  if (page !== null)
    return (
      <Link {...common} href={page} prefetch={false} onClick={onFollow} onNavigate={() => onLeave?.()}>
        {children}
      </Link>
    );

  function follow({ ctrlKey, metaKey, shiftKey, altKey }: MouseEvent) {
    onFollow();
    if (!(isElsewhere || ctrlKey || metaKey || shiftKey || altKey)) onLeave?.();
  }
  return (
    <a {...common} href={href} onClick={follow} {...(isElsewhere && { target: "_blank", rel: "noopener noreferrer" })}>
      <span>{children}</span>
      {isElsewhere && <span className="sr-only">{` (${texts.opensNewTab})`}</span>}
    </a>
  );
}
