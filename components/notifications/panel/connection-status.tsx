"use client";

import type { Connection } from "../../../lib/notifications/client";
import { usePanelTexts } from "../texts/use-panel-texts";
import { classNames } from "../ui/class-names";

const DOTS: Readonly<Record<Connection, string>> = {
  connecting: "animate-breathe bg-line-strong",
  "catching-up": "animate-breathe bg-leaf",
  polling: "bg-sun",
  live: "bg-leaf",
  reconnecting: "animate-breathe bg-sun",
  unreachable: "bg-sun",
  offline: "bg-sun",
  paused: "bg-line-strong",
  "signed-out": "bg-rust",
};

/** One word on how fresh the list is. What it means is said below, where it means something. */
export function ConnectionStatus({ connection }: { connection: Connection }) {
  const texts = usePanelTexts();
  const { title, body } = texts.meaning[connection];
  return (
    <p
      title={`${title} ${body}`}
      className="flex min-w-0 items-center gap-1.5 text-xs text-muted short:hidden"
      data-connection={connection}
    >
      <span
        aria-hidden="true"
        className={classNames(
          "size-2 shrink-0 rounded-full forced-color-adjust-none forced-colors:bg-[CanvasText]",
          DOTS[connection],
        )}
      />
      <span className="truncate">{texts.connection[connection]}</span>
    </p>
  );
}
