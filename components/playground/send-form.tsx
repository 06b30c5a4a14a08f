"use client";

import { LoaderCircle, Send } from "lucide-react";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { CONTROL_CLASSES, Field } from "@/components/ui/field";
import type { Person } from "@/lib/demo/people";
import { PRESETS } from "@/lib/demo/presets";

import type { Draft } from "./draft";
import type { FieldErrors } from "./send-notification";

const MOST_AT_ONCE = 50;

interface SendFormProps {
  people: readonly Person[];
  /** The one who is looking. */
  me: string;
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** Resolves to what was wrong, or null when everything was sent. */
  onSend: () => Promise<FieldErrors | null>;
}

export function SendForm({ people, me, draft, onChange, onSend }: SendFormProps) {
  const [sending, setSending] = useState(false);
  const [errors, setErrors] = useState<FieldErrors | null>(null);
  const change = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const form = useRef<HTMLFormElement>(null);
  const error = (path: string) => errors?.byPath.get(path);

  useEffect(() => {
    if (errors !== null) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [errors]);

  async function send(event: SyntheticEvent) {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    setErrors(await onSend());
    setSending(false);
  }

  return (
    <Card aria-labelledby="send">
      <CardHeader id="send" title="Send a notification" hint="It goes through the same code as a producer’s request." />
      <form ref={form} noValidate onSubmit={(event) => void send(event)} className="space-y-4 px-5 pt-5 pb-5">
        <fieldset className="flex flex-wrap gap-1.5">
          <legend className="sr-only">Examples</legend>
          {PRESETS.map(({ name, type, message, link }) => (
            <button
              key={name}
              type="button"
              aria-pressed={draft.type === type && draft.message === message}
              onClick={() => change({ type, message, link })}
              className="h-8 rounded-full border border-line-strong/45 px-3 text-[0.8125rem] font-medium text-muted transition-colors hover:bg-hover hover:text-ink aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-canvas"
            >
              {name}
            </button>
          ))}
        </fieldset>
        <div className="grid gap-4 sm:grid-cols-[1fr_7rem]">
          <Field label="Recipient" error={error("user_id")}>
            {(control) => (
              <select
                {...control}
                value={draft.userId}
                onChange={(event) => change({ userId: event.target.value })}
                className={classNames(CONTROL_CLASSES, "h-10 pl-2")}
              >
                {people.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {id === me ? `${name} (you)` : name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="How many">
            {(control) => (
              <input
                {...control}
                type="number"
                inputMode="numeric"
                min={1}
                max={MOST_AT_ONCE}
                value={draft.count}
                onChange={(event) => change({ count: clampCount(event.target.valueAsNumber) })}
                className={classNames(CONTROL_CLASSES, "h-10 tabular-nums")}
              />
            )}
          </Field>
        </div>
        <Field label="Type" error={error("type")}>
          {(control) => (
            <input
              {...control}
              type="text"
              value={draft.type}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => change({ type: event.target.value })}
              className={classNames(CONTROL_CLASSES, "h-10 font-mono")}
            />
          )}
        </Field>
        <Field label="Message" error={error("message")}>
          {(control) => (
            <textarea
              {...control}
              rows={3}
              dir="auto"
              value={draft.message}
              onChange={(event) => change({ message: event.target.value })}
              className={classNames(
                CONTROL_CLASSES,
                "block field-sizing-content max-h-60 min-h-20 py-2 leading-normal",
              )}
            />
          )}
        </Field>
        <Field label="Link" hint="Optional: a path on this site or an https address." error={error("link")}>
          {(control) => (
            <input
              {...control}
              type="text"
              inputMode="url"
              value={draft.link}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => change({ link: event.target.value })}
              className={classNames(CONTROL_CLASSES, "h-10")}
            />
          )}
        </Field>
        <p role="alert" className="text-sm text-rust empty:hidden">
          {errors?.general}
        </p>
        <Button type="submit" variant="primary" aria-disabled={sending} className="w-full">
          {sending ? (
            <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
          ) : (
            <Send aria-hidden="true" className="size-4" />
          )}
          {draft.count === 1 ? "Send" : `Send ${draft.count}`}
        </Button>
      </form>
    </Card>
  );
}

function clampCount(count: number): number {
  return Number.isNaN(count) ? 1 : Math.min(MOST_AT_ONCE, Math.max(1, Math.trunc(count)));
}
