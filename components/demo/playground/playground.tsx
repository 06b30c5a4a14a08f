"use client";

import { useState } from "react";

import { curlToSend, curlToWatch } from "@/lib/demo/curl-commands";
import type { Person } from "@/lib/demo/people";
import { INVOICE_EUR, type PresetName, PRESETS } from "@/lib/demo/presets";
import { useNotifications } from "@/lib/notifications/client";

import { CommandCard } from "./command-card";
import { ConnectionCard } from "./connection-card";
import { type Draft, toRequest } from "./draft";
import { FrameLog } from "./frame-log";
import { LatencyCard } from "./latency-card";
import { SendForm } from "./send-form";
import { type Refusal, sendNotification } from "./send-notification";
import { useOrigin } from "./use-origin";
import { usePlaygroundWords } from "./use-playground-words";
import { useRawStream } from "./use-raw-stream";
import { useRoundTrip } from "./use-round-trip";

const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

interface PlaygroundProps {
  people: readonly Pick<Person, "id" | "name">[];
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
  const { texts, number, euros } = usePlaygroundWords();
  const [preset, setPreset] = useState<PresetName>("delay");
  const [edits, setEdits] = useState<Partial<Draft>>({});

  // What was not typed over follows the language.
  const presetDraft = { ...PRESETS[preset], message: texts.presets[preset].message(euros(INVOICE_EUR)) };
  const draft: Draft = { userId: me, count: 1, ...presetDraft, ...edits };
  const unedited = draft.type === presetDraft.type && draft.message === presetDraft.message;

  function choosePreset(name: PresetName) {
    setPreset(name);
    setEdits({ userId: draft.userId, count: draft.count });
  }

  /** Of a burst each is numbered, so that its order can be seen. */
  function request(index: number) {
    const { message, count } = draft;
    return toRequest(draft, count === 1 ? message : texts.send.numbered(message, number(index), number(count)));
  }

  async function send(): Promise<Refusal | null> {
    const measured = draft.userId === me && connection === "live";
    for (let index = 1; index <= draft.count; index++) {
      const start = performance.now();
      const result = await sendNotification(request(index));
      if (result.refusal !== null) return result.refusal;
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
        <SendForm
          people={people}
          me={me}
          draft={draft}
          presets={PRESET_NAMES.map((name) => ({
            name,
            label: texts.presets[name].name,
            chosen: name === preset && unedited,
          }))}
          onPreset={choosePreset}
          onChange={(part) => setEdits((before) => ({ ...before, ...part }))}
          onSend={send}
        />
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
          title={texts.commands.send}
          hint={producerKey === null ? texts.commands.sendHintWithoutKey : texts.commands.sendHint}
          command={curlToSend(origin, producerKey, toRequest(draft, draft.message))}
        />
        <CommandCard
          id="command-watch"
          title={texts.commands.watch}
          hint={texts.commands.watchHint}
          command={curlToWatch(origin, me)}
        />
      </div>
    </div>
  );
}
