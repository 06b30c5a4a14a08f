"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { SyncEvent } from "@/lib/notifications/contract";

import { frameField, type RawFrame, readRawFrames } from "./raw-frames";

const KEPT_FRAMES = 200;
const RETRY_MS = 2_000;

export interface NumberedFrame extends RawFrame {
  number: number;
}

export type RawState = "connecting" | "open" | "cut";

/** A stream of its own, beside the page's, that keeps every frame as it came. */
export function useRawStream() {
  const [frames, setFrames] = useState<readonly NumberedFrame[]>([]);
  const [state, setState] = useState<RawState>("connecting");
  const [position, setPosition] = useState<string | null>(null);
  const [replayed, setReplayed] = useState<number | null>(null);
  const [cut, setCut] = useState(false);
  const lastEventId = useRef<string | null>(null);
  const count = useRef(0);

  useEffect(() => {
    if (cut) return;
    const controller = new AbortController();
    const { signal } = controller;

    function receive(frame: RawFrame) {
      if (signal.aborted) return;
      const number = ++count.current;
      const sync = syncIn(frame);
      // What was shown of a feed that does not go on may be erased.
      const isOver = sync?.complete === false;
      setFrames((before) => [...(isOver ? [] : before), { ...frame, number }].slice(-KEPT_FRAMES));
      const id = frameField(frame.text, "id");
      if (id !== null) {
        lastEventId.current = id;
        setPosition(id);
      }
      if (sync) setReplayed(sync.replayed);
    }

    async function stayConnected() {
      while (!signal.aborted) {
        const start = lastEventId.current;
        await readRawFrames({ lastEventId: start, signal, onOpen: () => setState("open"), onFrame: receive }).catch(
          () => undefined,
        );
        if (signal.aborted) return;
        setState("connecting");
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }

    void stayConnected();
    return () => controller.abort();
  }, [cut]);

  const close = useCallback(() => {
    setCut(true);
    setState("cut");
    setReplayed(null);
  }, []);

  const open = useCallback(() => {
    setCut(false);
    setState("connecting");
  }, []);

  const clear = useCallback(() => setFrames([]), []);

  return { frames, state, position, replayed, close, open, clear };
}

function syncIn(frame: RawFrame): { replayed: number; complete: boolean } | undefined {
  if (frameField(frame.text, "event") !== "sync") return undefined;
  try {
    return SyncEvent.safeParse(JSON.parse(frameField(frame.text, "data") ?? "")).data?.payload;
  } catch {
    return undefined;
  }
}
