"use client";

import { LoaderCircle, Send } from "lucide-react";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";

import { Card, CardHeader } from "@/components/demo/ui/card";
import { CONTROL_CLASSES, Field } from "@/components/demo/ui/field";
import { Button } from "@/components/notifications/ui/button";
import { classNames } from "@/components/notifications/ui/class-names";
import type { Person } from "@/lib/demo/people";
import type { PresetName } from "@/lib/demo/presets";
import type { PlaygroundTexts } from "@/lib/demo/texts/en/playground";

import type { Draft, Refusal } from "./send-notification";
import { usePlaygroundWords } from "./use-playground-words";

const MOST_AT_ONCE = 50;

interface SendFormProps {
  people: readonly Pick<Person, "id" | "name">[];
  /** The id of the signed-in user. */
  me: string;
  draft: Draft;
  presets: readonly { name: PresetName; label: string; chosen: boolean }[];
  onPreset: (name: PresetName) => void;
  onChange: (part: Partial<Draft>) => void;
  /** Resolves to null, or to the refusal of the first notification that was not sent. */
  onSend: () => Promise<Refusal | null>;
}

export function SendForm(props: SendFormProps) {
  const { people, me, draft, presets, onPreset, onChange, onSend } = props;
  const { texts, number } = usePlaygroundWords();
  const words = texts.send;
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const error = (field: keyof typeof texts.problems) =>
    refusal?.fields.includes(field) ? texts.problems[field] : undefined;

  useEffect(() => {
    if (refusal !== null) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [refusal]);

  async function send(event: SyntheticEvent) {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    setRefusal(await onSend());
    setSending(false);
  }

  return (
    <Card aria-labelledby="send">
      <CardHeader id="send" title={words.title} hint={words.hint} />
      <form ref={form} noValidate onSubmit={(event) => void send(event)} className="space-y-4 px-5 pt-5 pb-5">
        <fieldset className="flex flex-wrap gap-1.5">
          <legend className="sr-only">{words.examples}</legend>
          {presets.map(({ name, label, chosen }) => (
            <button
              key={name}
              type="button"
              aria-pressed={chosen}
              onClick={() => onPreset(name)}
              className="h-8 rounded-full border border-line-strong/45 px-3 text-[0.8125rem] font-medium text-muted transition-colors hover:bg-hover hover:text-ink aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-canvas"
            >
              {label}
            </button>
          ))}
        </fieldset>
        <div className="grid gap-4 sm:grid-cols-[1fr_7rem]">
          <Field label={words.recipient} error={error("user_id")}>
            {(control) => (
              <select
                {...control}
                value={draft.userId}
                onChange={(event) => onChange({ userId: event.target.value })}
                className={classNames(CONTROL_CLASSES, "h-10 ps-2")}
              >
                {people.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {id === me ? words.you(name) : name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={words.count}>
            {(control) => (
              <input
                {...control}
                type="number"
                inputMode="numeric"
                min={1}
                max={MOST_AT_ONCE}
                value={draft.count}
                onChange={(event) => onChange({ count: clampCount(event.target.valueAsNumber) })}
                className={classNames(CONTROL_CLASSES, "h-10 tabular-nums")}
              />
            )}
          </Field>
        </div>
        <Field label={words.type} error={error("type")}>
          {(control) => (
            <input
              {...control}
              dir="ltr"
              type="text"
              value={draft.type}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ type: event.target.value })}
              className={classNames(CONTROL_CLASSES, "h-10 font-mono")}
            />
          )}
        </Field>
        <Field label={words.message} error={error("message")}>
          {(control) => (
            <textarea
              {...control}
              rows={3}
              dir="auto"
              value={draft.message}
              onChange={(event) => onChange({ message: event.target.value })}
              className={classNames(
                CONTROL_CLASSES,
                "block field-sizing-content max-h-60 min-h-20 py-2 leading-normal",
              )}
            />
          )}
        </Field>
        <Field label={words.link} hint={words.linkHint} error={error("link")}>
          {(control) => (
            <input
              {...control}
              dir="ltr"
              type="text"
              inputMode="url"
              value={draft.link}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ link: event.target.value })}
              className={classNames(CONTROL_CLASSES, "h-10")}
            />
          )}
        </Field>
        <p role="alert" className="text-sm text-rust empty:hidden">
          {refusal !== null && refusal.fields.length === 0 && general(refusal, texts)}
        </p>
        <Button type="submit" variant="primary" aria-disabled={sending} className="w-full">
          {sending ? (
            <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
          ) : (
            <Send aria-hidden="true" className="size-4 rtl:-scale-x-100" />
          )}
          {draft.count === 1 ? words.one : words.many(number(draft.count))}
        </Button>
      </form>
    </Card>
  );
}

function general({ status }: Refusal, texts: PlaygroundTexts): string {
  return status === null ? texts.unreachable : texts.refused(String(status));
}

function clampCount(count: number): number {
  return Number.isNaN(count) ? 1 : Math.min(MOST_AT_ONCE, Math.max(1, Math.trunc(count)));
}
