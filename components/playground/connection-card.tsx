"use client";

import { Plug, Unplug } from "lucide-react";
import type { ReactNode } from "react";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import type { Tone } from "@/components/ui/tone";
import { type Connection, useNotifications } from "@/lib/client/use-notifications";

import type { RawState } from "./use-raw-stream";

const PAGE_STATES: Readonly<Record<Connection, { text: string; tone: Tone }>> = {
  connecting: { text: "Connecting", tone: "sun" },
  live: { text: "Live", tone: "leaf" },
  reconnecting: { text: "Reconnecting", tone: "sun" },
  offline: { text: "Offline", tone: "rust" },
  paused: { text: "Cut", tone: "rust" },
  "signed-out": { text: "Signed out", tone: "rust" },
};

const RAW_STATES: Readonly<Record<RawState, { text: string; tone: Tone }>> = {
  connecting: { text: "Connecting", tone: "sun" },
  open: { text: "Live", tone: "leaf" },
  cut: { text: "Cut", tone: "rust" },
};

interface ConnectionCardProps {
  raw: RawState;
  /** Id of the last event the raw stream has seen. */
  position: string | null;
  /** How many events the last (re)connection caught up on. */
  replayed: number | null;
  onCut: () => void;
  onRestore: () => void;
}

export function ConnectionCard({ raw, position, replayed, onCut, onRestore }: ConnectionCardProps) {
  const { connection, unread } = useNotifications();
  const cut = raw === "cut";

  return (
    <Card aria-labelledby="connection">
      <CardHeader
        id="connection"
        title="Connection"
        hint="Cut it, send yourself a few, restore it: what you missed is replayed, once and in order."
        action={
          <Button variant={cut ? "primary" : "secondary"} size="small" onClick={cut ? onRestore : onCut}>
            {cut ? (
              <Plug aria-hidden="true" className="size-3.5" />
            ) : (
              <Unplug aria-hidden="true" className="size-3.5" />
            )}
            {cut ? "Restore the connection" : "Cut the connection"}
          </Button>
        }
      />
      <dl className="mt-5 grid grid-cols-6 gap-px overflow-hidden rounded-b-2xl border-t border-line bg-line sm:grid-cols-5">
        <Figure name="This page" wide>
          <Badge {...badge(PAGE_STATES[connection])} />
        </Figure>
        <Figure name="Raw stream" wide>
          <Badge {...badge(RAW_STATES[raw])} />
        </Figure>
        <Figure name="Unread">{unread}</Figure>
        <Figure name="Position">{position ?? "–"}</Figure>
        <Figure name="Replayed">{replayed ?? "–"}</Figure>
      </dl>
    </Card>
  );
}

interface FigureProps {
  name: string;
  /** On a phone, two wide ones share a line, else three. */
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

function badge({ text, tone }: { text: string; tone: Tone }) {
  return { tone, children: text };
}
