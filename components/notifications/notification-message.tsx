"use client";

import { type ReactNode, useState } from "react";

import { classNames } from "@/components/ui/class-names";

const LONG_CHARACTERS = 260;
const LONG_LINES = 4;

interface NotificationMessageProps {
  text: string;
  /** The text again, in a link when it has one; the switch for a long one stays outside of it. */
  children: ReactNode;
}

/** A message in any script. A long one is folded to a few lines. */
export function NotificationMessage({ text, children }: NotificationMessageProps) {
  const [unfolded, setUnfolded] = useState(false);
  const long = text.length > LONG_CHARACTERS || text.split("\n").length > LONG_LINES;
  return (
    <>
      <p
        dir="auto"
        className={classNames(
          "text-sm leading-[1.45] wrap-anywhere whitespace-pre-line text-ink",
          long && !unfolded && "line-clamp-4",
        )}
      >
        {children}
      </p>
      {long && (
        <button
          type="button"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
          className="relative z-10 mt-0.5 -ml-1 self-start rounded px-1 py-1 text-xs font-medium text-muted underline decoration-line-strong/60 underline-offset-2 hover:text-ink"
        >
          {unfolded ? "Show less" : "Show more"}
        </button>
      )}
    </>
  );
}
