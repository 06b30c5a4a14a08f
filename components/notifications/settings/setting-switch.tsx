"use client";

import { useId } from "react";

interface SettingSwitchProps {
  label: string;
  hint: string;
  on: boolean;
  onChange: (on: boolean) => void;
}

/** A checkbox that says it is a switch. The whole row is its label. */
export function SettingSwitch({ label, hint, on, onChange }: SettingSwitchProps) {
  const id = useId();
  return (
    <label htmlFor={id} className="flex cursor-pointer items-center gap-4 rounded-xl px-3 py-2.5 hover:bg-hover">
      <span className="min-w-0 flex-1">
        <span className="block text-sm font-medium">{label}</span>
        <span id={`${id}-hint`} className="mt-0.5 block text-[0.8125rem] leading-snug text-pretty text-muted">
          {hint}
        </span>
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={on}
        aria-label={label}
        aria-describedby={`${id}-hint`}
        checked={on}
        onChange={(event) => onChange(event.target.checked)}
        className="relative h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full border border-line-strong bg-transparent transition-colors before:absolute before:start-[0.1875rem] before:top-[0.1875rem] before:size-4 before:rounded-full before:bg-line-strong before:transition-[translate,background-color] checked:border-accent checked:bg-accent checked:before:translate-x-4 checked:before:bg-on-accent motion-reduce:transition-none motion-reduce:before:transition-none rtl:checked:before:-translate-x-4 forced-colors:before:bg-[CanvasText] forced-colors:checked:bg-[Highlight] forced-colors:checked:before:bg-[HighlightText]"
      />
    </label>
  );
}
