"use client";

import { useState } from "react";

import { useNotifications } from "@/lib/client/use-notifications";
import { curlToSend, curlToWatch } from "@/lib/demo/curl-commands";
import { type Person } from "@/lib/demo/people";
import { PRESETS } from "@/lib/demo/presets";

import { CommandCard } from "./command-card";
import { ConnectionCard } from "./connection-card";
import { type Draft, toRequest } from "./draft";
import { FrameLog } from "./frame-log";
import { LatencyCard } from "./latency-card";
import { SendForm } from "./send-form";
import { type FieldErrors, sendNotification } from "./send-notification";
import { useOrigin } from "./use-origin";
import { useRawStream } from "./use-raw-stream";
import { useRoundTrip } from "./use-round-trip";

const [FIRST_PRESET] = PRESETS;

interface PlaygroundProps {
  people: readonly Person[];
  /** Id of the one who is looking. */
  me: string;
  /** Null where the page must not know it. */
  producerKey: string | null;
}

/** Everything one needs to see a notification travel, and to get in its way. */
export function Playground({ people, me, producerKey }: PlaygroundProps) {
  const { connection, connect, disconnect } = useNotifications();
  const rawStream = useRawStream();
  const { measurements, expect } = useRoundTrip();
  const origin = useOrigin();
  const [draft, setDraft] = useState<Draft>({
    userId: me,
    type: FIRST_PRESET?.type ?? "",
    message: FIRST_PRESET?.message ?? "",
    link: FIRST_PRESET?.link ?? "",
    count: 1,
  });

  async function send(): Promise<FieldErrors | null> {
    const measured = draft.userId === me && connection === "live";
    for (let number = 1; number <= draft.count; number++) {
      const start = performance.now();
      const result = await sendNotification(toRequest(draft, number));
      if (!result.sent) return result.errors;
      if (measured) expect(result.ids, start);
    }
    return null;
  }

  function cut() {
    rawStream.close();
    disconnect();
  }

  function restore() {
    rawStream.open();
    connect();
  }

  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.35fr)]">
      <div className="grid content-start gap-5">
        <SendForm people={people} me={me} draft={draft} onChange={setDraft} onSend={send} />
        <LatencyCard measurements={measurements} />
      </div>
      <div className="grid min-w-0 grid-rows-[auto_1fr] gap-5">
        <ConnectionCard
          raw={rawStream.state}
          position={rawStream.position}
          replayed={rawStream.replayed}
          onCut={cut}
          onRestore={restore}
        />
        <FrameLog frames={rawStream.frames} onClear={rawStream.clear} />
      </div>
      <div className="grid gap-5 lg:col-span-2 lg:grid-cols-2">
        <CommandCard
          id="command-send"
          title="Send it from a terminal"
          hint={
            producerKey === null
              ? "Follows the form. Put your producer key into PRODUCER_KEY first."
              : "Follows the form. The key is the one of development."
          }
          command={curlToSend(origin, producerKey, toRequest({ ...draft, count: 1 }, 1))}
        />
        <CommandCard
          id="command-watch"
          title="Watch the stream in a terminal"
          hint="Signs in as you, then prints every frame as it arrives."
          command={curlToWatch(origin, me)}
        />
      </div>
    </div>
  );
}
