"use client";

import { Plug, Unplug } from "lucide-react";
import type { ReactNode } from "react";

import { Badge } from "@/components/demo/ui/badge";
import { Card, CardHeader } from "@/components/demo/ui/card";
import { Button } from "@/components/notifications/ui/button";
import { classNames } from "@/components/notifications/ui/class-names";
import type { Tone } from "@/components/notifications/ui/tone";
import { type Connection, useNotifications } from "@/lib/notifications/client";

import { usePlaygroundWords } from "./use-playground-words";
import type { RawStream } from "./use-raw-stream";

const TONES: Readonly<Record<Connection, Tone>> = {
  connecting: "sun",
  "catching-up": "neutral",
  polling: "sun",
  live: "leaf",
  reconnecting: "sun",
  unreachable: "sun",
  offline: "rust",
  paused: "rust",
  "signed-out": "rust",
};

interface ConnectionCardProps {
  stream: RawStream;
  onCut: () => void;
  onRestore: () => void;
}

export function ConnectionCard({ stream, onCut, onRestore }: ConnectionCardProps) {
  const { connection, unread } = useNotifications();
  const { texts, number } = usePlaygroundWords();
  const { states, ...words } = texts.connection;
  const { state, position, replayed } = stream;
  const cut = state === "paused";

  function badge(of: Connection) {
    return <Badge tone={TONES[of]}>{states[of]}</Badge>;
  }

  return (
    <Card aria-labelledby="connection">
      <CardHeader
        id="connection"
        title={words.title}
        hint={words.hint}
        action={
          <Button variant={cut ? "primary" : "secondary"} size="small" onClick={cut ? onRestore : onCut}>
            {cut ? (
              <Plug aria-hidden="true" className="size-3.5" />
            ) : (
              <Unplug aria-hidden="true" className="size-3.5" />
            )}
            {cut ? words.restore : words.cut}
          </Button>
        }
      />
      <dl className="mt-5 grid grid-cols-6 gap-px overflow-hidden rounded-b-2xl border-t border-line bg-line sm:grid-cols-5">
        <Figure name={words.page} wide>
          {badge(connection)}
        </Figure>
        <Figure name={words.raw} wide>
          {badge(state)}
        </Figure>
        <Figure name={words.unread}>{number(unread)}</Figure>
        <Figure name={words.position}>{position ?? "–"}</Figure>
        <Figure name={words.replayed}>{replayed === null ? "–" : number(replayed)}</Figure>
      </dl>
    </Card>
  );
}

interface FigureProps {
  name: string;
  /** On a phone, two wide figures or three narrow ones share a line. */
  wide?: boolean;
  children: ReactNode;
}

function Figure({ name, wide = false, children }: FigureProps) {
  return (
    <div className={classNames("bg-surface px-5 py-3.5 sm:col-span-1", wide ? "col-span-3" : "col-span-2")}>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="mt-1.5 flex h-6 items-center text-lg font-semibold tabular-nums">{children}</dd>
    </div>
  );
}
