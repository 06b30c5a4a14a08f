"use client";

import { Trash2 } from "lucide-react";
import { memo, useLayoutEffect, useMemo, useRef } from "react";

import { Card, CardHeader } from "@/components/demo/ui/card";
import { Button } from "@/components/notifications/ui/button";

import { usePlaygroundWords } from "./use-playground-words";
import type { NumberedFrame } from "./use-raw-stream";

const AT_THE_END_PX = 24;
const FIELD = /^(id|event|data|retry)(:)(.*\n?)$/;
/** Logs use 24 hours everywhere. */
const TO_THE_MILLISECOND = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
} as const;

interface FrameLogProps {
  frames: readonly NumberedFrame[];
  onClear: () => void;
}

/** The stream as it is on the wire. It follows the newest frame unless the reader has scrolled up. */
export function FrameLog({ frames, onClear }: FrameLogProps) {
  const log = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const { texts, language } = usePlaygroundWords();
  const words = texts.frames;
  const clock = useMemo(() => new Intl.DateTimeFormat(language, TO_THE_MILLISECOND), [language]);

  useLayoutEffect(() => {
    const element = log.current;
    if (element !== null && following.current) element.scrollTop = element.scrollHeight;
  });

  function noticeScroll() {
    const element = log.current;
    if (element === null) return;
    following.current = element.scrollHeight - element.scrollTop - element.clientHeight < AT_THE_END_PX;
  }

  return (
    <Card aria-labelledby="frames" className="flex flex-col overflow-hidden">
      <CardHeader
        id="frames"
        title={words.title}
        hint={words.hint}
        action={
          <Button variant="ghost" size="small" onClick={onClear}>
            <Trash2 aria-hidden="true" className="size-3.5" />
            {words.clear}
          </Button>
        }
      />
      <div
        ref={log}
        role="log"
        aria-live="off"
        aria-labelledby="frames"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard must reach what scrolls
        tabIndex={0}
        onScroll={noticeScroll}
        className="mt-4 h-96 overflow-y-auto lg:h-0 lg:flex-auto overscroll-contain border-t border-line bg-canvas font-mono text-xs leading-relaxed -outline-offset-2"
      >
        {frames.length === 0 ? (
          <p className="p-5 font-sans text-sm text-muted">{words.none}</p>
        ) : (
          <ol>
            {frames.map((frame) => (
              <FrameEntry key={frame.number} frame={frame} clock={clock} />
            ))}
          </ol>
        )}
      </div>
    </Card>
  );
}

interface FrameEntryProps {
  frame: NumberedFrame;
  clock: Intl.DateTimeFormat;
}

/** Colours the field names of a frame and shows its text unchanged, with the blank line. */
const FrameEntry = memo(function FrameEntry({ frame, clock }: FrameEntryProps) {
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
