"use client";

import { classNames } from "@/components/ui/class-names";
import type { Connection } from "@/lib/client/use-notifications";

const LABELS: Readonly<Record<Connection, { text: string; dot: string }>> = {
  connecting: { text: "Connecting", dot: "animate-breathe bg-line-strong" },
  live: { text: "Live", dot: "bg-leaf" },
  reconnecting: { text: "Reconnecting", dot: "animate-breathe bg-sun" },
  offline: { text: "Offline", dot: "bg-sun" },
  paused: { text: "Paused", dot: "bg-line-strong" },
  "signed-out": { text: "Signed out", dot: "bg-rust" },
};

/** One word on how fresh the list is. */
export function ConnectionLabel({ connection }: { connection: Connection }) {
  const { text, dot } = LABELS[connection];
  return (
    <p className="flex items-center gap-2 text-[0.8125rem] text-muted">
      <span aria-hidden="true" className={classNames("size-2 rounded-full", dot)} />
      {text}
    </p>
  );
}
