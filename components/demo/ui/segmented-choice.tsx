"use client";

import type { ReactNode } from "react";

interface SegmentedChoiceProps<Value extends string> {
  /** The name of the radio group. */
  name: string;
  /** Names the choice for screen readers. */
  label: string;
  options: readonly { value: Value; label: string; icon?: ReactNode; lang?: string }[];
  value: Value;
  onChoose: (value: Value) => void;
}

/** Offers a few visible options. They are radio buttons: one tab stop, and the arrow keys choose. */
export function SegmentedChoice<Value extends string>(props: SegmentedChoiceProps<Value>) {
  const { name, label, options, value, onChoose } = props;
  return (
    <fieldset>
      <legend className="sr-only">{label}</legend>
      <div className="grid auto-cols-fr grid-flow-col gap-0.5 rounded-lg bg-sunken p-0.5">
        {options.map((option) => (
          <label
            key={option.value}
            lang={option.lang}
            className="flex h-8 cursor-pointer items-center justify-center gap-1.5 rounded-md border border-transparent px-2.5 text-xs font-medium text-muted hover:text-ink has-checked:border-line has-checked:bg-raised has-checked:text-ink has-checked:shadow-card has-focus-visible:outline-2 has-focus-visible:outline-focus forced-colors:has-checked:border-[Highlight]"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChoose(option.value)}
              className="sr-only"
            />
            {option.icon}
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
