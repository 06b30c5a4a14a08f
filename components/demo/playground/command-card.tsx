"use client";

import { Card } from "@/components/demo/ui/card";
import { CopyButton } from "@/components/demo/ui/copy-button";

import { usePlaygroundWords } from "./use-playground-words";

interface CommandCardProps {
  id: string;
  title: string;
  hint: string;
  command: string;
}

/** A command for a terminal, ready to paste. */
export function CommandCard({ id, title, hint, command }: CommandCardProps) {
  const { commands } = usePlaygroundWords().texts;
  return (
    <Card aria-labelledby={id} className="flex min-w-0 flex-col overflow-hidden">
      <div className="flex items-start justify-between gap-4 px-5 pt-5">
        <div>
          <h2 id={id} className="text-[0.9375rem] font-semibold tracking-tight">
            {title}
          </h2>
          <p className="mt-1 text-sm text-pretty text-muted">{hint}</p>
        </div>
        <CopyButton text={command} label={commands.copyCommand(title)} texts={commands.copy} />
      </div>
      <pre
        dir="ltr"
        className="mt-4 flex-1 border-t border-line bg-canvas px-5 py-4 font-mono text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap"
      >
        <code>{command}</code>
      </pre>
    </Card>
  );
}
