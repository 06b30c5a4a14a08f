import { type ReactNode, useState } from "react";

import { usePanelTexts } from "../texts/use-panel-texts";
import { classNames } from "../ui/class-names";

const LONG_CHARACTERS = 260;
/** These take the room of two. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const LONG_LINES = 4;

interface NotificationMessageProps {
  id: string;
  text: string;
  unread: boolean;
  /** The text, inside its link if there is one. */
  children: ReactNode;
}

/** A message in any script. A long one is folded to a few lines, with a switch outside of its link. */
export function NotificationMessage({ id, text, unread, children }: NotificationMessageProps) {
  const texts = usePanelTexts();
  const [unfolded, setUnfolded] = useState(false);
  const characters = text.length + (text.match(WIDE)?.length ?? 0);
  const long = characters > LONG_CHARACTERS || text.split("\n").length > LONG_LINES;
  return (
    <>
      <p
        id={id}
        dir="auto"
        className={classNames(
          "text-sm leading-5 wrap-anywhere whitespace-pre-line",
          unread ? "font-medium text-ink" : "text-muted",
          long && !unfolded && "line-clamp-4",
        )}
      >
        {children}
      </p>
      {long && (
        <button
          type="button"
          tabIndex={-1}
          data-unfold
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
          className="relative z-10 -ms-1 mt-0.5 min-h-6 self-start rounded px-1 text-xs font-medium text-muted underline decoration-line-strong/60 underline-offset-2 hover:text-ink pointer-coarse:-my-1.5 pointer-coarse:min-h-11"
        >
          {unfolded ? texts.showLess : texts.showMore}
        </button>
      )}
    </>
  );
}
