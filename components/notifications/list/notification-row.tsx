import { createContext, type CSSProperties, type LegacyRef, type ReactNode, use } from "react";

import { isUnread } from "../../../lib/notifications/client";
import { classNames } from "../ui/class-names";
import { isPresent, type Presence, type Shown } from "./use-lingering";

interface Rows {
  shown: readonly Shown[];
  /** Of the notifications there are, without the rows of those that have left. */
  ids: readonly string[];
  /** How many there are, -1 while nobody knows. */
  size: number;
  activeId: string | null;
}

export const RowsContext = createContext<Rows>({ shown: [], ids: [], size: 0, activeId: null });

interface NotificationRowProps {
  style: CSSProperties;
  index: number;
  ref?: LegacyRef<HTMLDivElement>;
  children: ReactNode;
}

/** An article of the feed, where the list has put it. The frame alone, so that its contents need not know their place. */
export function NotificationRow({ style, index, ref, children }: NotificationRowProps) {
  const { shown, ids, size, activeId } = use(RowsContext);
  const row = shown[index];
  if (row === undefined) return null;
  const { id } = row.notification;
  const present = isPresent(row);
  return (
    <article
      ref={ref}
      style={style}
      data-notification={id}
      inert={!present}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- an article of a feed has focus (ARIA practices)
      tabIndex={id === activeId ? 0 : -1}
      aria-posinset={present ? ids.indexOf(id) + 1 : undefined}
      aria-setsize={size}
      aria-labelledby={isUnread(row.notification) ? `${id}-unread ${id}-message` : `${id}-message`}
      aria-describedby={`${id}-details`}
      className="group/row outline-none"
    >
      {children}
    </article>
  );
}

/** How an item comes and goes. */
export function Moving({ presence, children }: { presence: Presence; children: ReactNode }) {
  return (
    <div
      className={classNames(
        "grid grid-cols-1 grid-rows-[1fr]",
        // Never of no height: virtua takes a row that ends where the list's window begins for one above it.
        presence === "entering" && "min-h-2 animate-item-enter overflow-hidden",
        presence === "leaving" && "animate-item-leave overflow-hidden motion-reduce:hidden",
      )}
    >
      <div className="min-h-0">{children}</div>
    </div>
  );
}
