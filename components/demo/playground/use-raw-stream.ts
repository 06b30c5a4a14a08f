"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { SyncEvent } from "@/lib/notifications/contract";

import { frameField, type RawFrame, readRawFrames } from "./raw-frames";

const KEPT_FRAMES = 200;
const RETRY_MS = 2_000;

export interface NumberedFrame extends RawFrame {
  number: number;
}

export type RawStream = ReturnType<typeof useRawStream>;

/** Opens a second stream beside the page's and keeps every frame as it came. */
export function useRawStream() {
  const [frames, setFrames] = useState<readonly NumberedFrame[]>([]);
  const [state, setState] = useState<"connecting" | "live" | "paused">("connecting");
  const [position, setPosition] = useState<string | null>(null);
  /** The number of events that the last (re)connection caught up on. */
  const [replayed, setReplayed] = useState<number | null>(null);
  const lastEventId = useRef<string | null>(null);
  const count = useRef(0);
  const paused = state === "paused";

  useEffect(() => {
    if (paused) return;
    const controller = new AbortController();
    const { signal } = controller;

    function receive(frame: RawFrame) {
      if (signal.aborted) return;
      const number = ++count.current;
      const sync = syncIn(frame);
      // After an incomplete catch-up, the earlier frames may hold erased data.
      const isStale = sync?.complete === false;
      setFrames((before) => [...(isStale ? [] : before), { ...frame, number }].slice(-KEPT_FRAMES));
      const id = frameField(frame.text, "id");
      if (id !== null) {
        lastEventId.current = id;
        setPosition(id);
      }
      if (sync) setReplayed(sync.replayed);
    }

    async function stayConnected() {
      while (!signal.aborted) {
        const options = { lastEventId: lastEventId.current, signal, onOpen: () => setState("live"), onFrame: receive };
        await readRawFrames(options).catch(() => undefined);
        if (signal.aborted) return;
        setState("connecting");
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }

    void stayConnected();
    return () => controller.abort();
  }, [paused]);

  const close = useCallback(() => {
    setState("paused");
    setReplayed(null);
  }, []);
  const open = useCallback(() => setState("connecting"), []);
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
