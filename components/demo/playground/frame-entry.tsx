"use client";

import { memo } from "react";

import type { NumberedFrame } from "./use-raw-stream";

const FIELD = /^(id|event|data|retry)(:)(.*\n?)$/;

interface FrameEntryProps {
  frame: NumberedFrame;
  clock: Intl.DateTimeFormat;
}

/** One frame, its field names set apart; the text itself is untouched, blank line and all. */
export const FrameEntry = memo(function FrameEntry({ frame, clock }: FrameEntryProps) {
  return (
    <li className="flex gap-4 border-b border-line/70 px-5 py-2 last:border-0 max-sm:flex-col max-sm:gap-0.5">
      <time dateTime={new Date(frame.arrivedAt).toISOString()} className="shrink-0 text-muted tabular-nums select-none">
        {clock.format(frame.arrivedAt)}
      </time>
      <pre dir="ltr" className="min-w-0 flex-1 wrap-anywhere whitespace-pre-wrap">
        {frame.text.split(/(?<=\n)/).map((line, index) => (
          <FrameLine key={index} line={line} />
        ))}
      </pre>
    </li>
  );
});

function FrameLine({ line }: { line: string }) {
  const [, name, colon, value] = FIELD.exec(line) ?? [];
  if (name === undefined) return line;
  return (
    <>
      <span className={name === "data" ? "text-sea" : "text-plum"}>{name}</span>
      <span className="text-muted">{colon}</span>
      {value}
    </>
  );
}
