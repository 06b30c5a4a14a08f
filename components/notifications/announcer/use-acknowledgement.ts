import { useCallback, useLayoutEffect, useRef } from "react";

import { useNotificationsContext } from "../../../lib/notifications/client";
import { useSignalTexts } from "../texts/use-signal-texts";
import { announce } from "./announcer";

export interface Acknowledgement {
  /** Loads what acknowledging needs. Call it as soon as a person seems to want it. */
  prepare: () => void;
  /** Always the same function, so that a long list need not be drawn anew for it. */
  acknowledge: (id: string) => void;
}

/** Acknowledges one notification, and says so to those who do not see it go. */
export function useAcknowledgement(): Acknowledgement {
  const { want, unread, lists } = useNotificationsContext();
  const { markRead } = lists.unread;
  const texts = useSignalTexts();
  const words = useRef("");

  useLayoutEffect(() => {
    words.current = `${texts.markedRead} ${texts.unread(Math.max(0, (unread ?? 0) - 1))}`;
  });

  const prepare = useCallback(() => want(), [want]);
  const acknowledge = useCallback(
    (id: string) => {
      markRead(id);
      announce(words.current);
    },
    [markRead],
  );
  return { prepare, acknowledge };
}
