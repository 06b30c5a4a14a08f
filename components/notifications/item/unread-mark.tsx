"use client";

import { usePanelTexts } from "../texts/use-panel-texts";

/** Says that a notification is unread: a shape of its own beside the icon, more than a colour and a weight, and a word. */
export function UnreadMark({ id }: { id: string }) {
  const texts = usePanelTexts();
  return (
    <>
      <span
        aria-hidden="true"
        data-unread-dot
        className="absolute start-2.5 top-[1.625rem] size-2 rounded-full bg-accent forced-color-adjust-none forced-colors:bg-[Highlight]"
      />
      <span id={id} className="sr-only">
        {texts.unread}
      </span>
    </>
  );
}
