"use client";

import { useCallback, useLayoutEffect, useRef } from "react";

import { useNotificationsContext } from "../../../lib/notifications/client";
import { useSignalTexts } from "../texts/use-signal-texts";
import { useAnnounce } from "./announcements";

export interface Acknowledgement {
  /** Loads what acknowledging needs; to be called as soon as a person seems to want it. */
  prepare: () => void;
  /** Always the same one, so that a long list need not be drawn anew for it. */
  acknowledge: (id: string) => void;
}

/** Acknowledges, and says so to those who do not see it go. */
export function useAcknowledgement(): Acknowledgement {
  const { want, unread, lists } = useNotificationsContext();
  const { markRead } = lists.unread;
  const texts = useSignalTexts();
  const announce = useAnnounce();
  const now = useRef<() => string>(() => "");

  useLayoutEffect(() => {
    now.current = () => `${texts.markedRead} ${texts.unread(Math.max(0, (unread ?? 0) - 1))}`;
  });

  const prepare = useCallback(() => want(), [want]);
  const acknowledge = useCallback(
    (id: string) => {
      // First what matters.
      markRead(id);
      announce(now.current());
    },
    [announce, markRead],
  );
  return { prepare, acknowledge };
}
