"use client";

import { useState } from "react";

import type { Person } from "@/lib/demo/people";
import { INVOICE_EUR, type PresetName, PRESETS } from "@/lib/demo/presets";
import { useNotifications } from "@/lib/notifications/client";

import { ConnectionCard } from "./connection-card";
import { FrameLog } from "./frame-log";
import { SendForm } from "./send-form";
import { type Draft, type Refusal, sendNotification, toRequest } from "./send-notification";
import { usePlaygroundWords } from "./use-playground-words";
import { useRawStream } from "./use-raw-stream";

const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

interface PlaygroundProps {
  people: readonly Pick<Person, "id" | "name">[];
  /** The id of the signed-in user. */
  me: string;
}

/** Sends notifications, shows the frames that carry them, and cuts and restores the connection. */
export function Playground({ people, me }: PlaygroundProps) {
  const { connect, disconnect } = useNotifications();
  const rawStream = useRawStream();
  const { texts, number, euros } = usePlaygroundWords();
  const [preset, setPreset] = useState<PresetName>("delay");
  const [edits, setEdits] = useState<Partial<Draft>>({});

  // A message that nobody has edited follows the language.
  const presetDraft = { ...PRESETS[preset], message: texts.presets[preset].message(euros(INVOICE_EUR)) };
  const draft: Draft = { userId: me, count: 1, ...presetDraft, ...edits };
  const unedited = draft.type === presetDraft.type && draft.message === presetDraft.message;

  function choosePreset(name: PresetName) {
    setPreset(name);
    setEdits({ userId: draft.userId, count: draft.count });
  }

  async function send(): Promise<Refusal | null> {
    const { message, count } = draft;
    for (let index = 1; index <= count; index++) {
      const numbered = count === 1 ? message : texts.send.numbered(message, number(index), number(count));
      const refusal = await sendNotification(toRequest(draft, numbered));
      if (refusal !== null) return refusal;
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
      <div className="grid min-w-0 grid-rows-[auto_1fr] gap-5">
        <ConnectionCard stream={rawStream} onCut={cut} onRestore={restore} />
        <FrameLog frames={rawStream.frames} onClear={rawStream.clear} />
      </div>
    </div>
  );
}
