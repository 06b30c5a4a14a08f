"use client";

import { createContext, type CSSProperties, type LegacyRef, type ReactNode, use } from "react";

import { isUnread } from "../../../lib/notifications/client";
import { isPresent, type Shown } from "./with-leaving";

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

/** An article of the feed, where the list has put it. The frame alone, so that what it holds need not know its place. */
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
