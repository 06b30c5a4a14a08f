"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

import { Button } from "@/components/notifications/ui/button";

const THANKS_MS = 2_000;

interface CopyButtonProps {
  text: string;
  /** What is copied, for screen readers: "Copy the command". */
  label: string;
  texts: { action: string; done: string; refused: string };
}

export function CopyButton({ text, label, texts }: CopyButtonProps) {
  const [result, setResult] = useState<"copied" | "refused" | null>(null);

  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), THANKS_MS);
    return () => clearTimeout(timer);
  }, [result]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setResult("copied");
    } catch {
      setResult("refused");
    }
  }

  return (
    <>
      <Button size="small" aria-label={label} onClick={() => void copy()}>
        {result === "copied" ? (
          <Check aria-hidden="true" className="size-3.5 text-leaf" />
        ) : (
          <Copy aria-hidden="true" className="size-3.5" />
        )}
        {result === "copied" ? texts.done : texts.action}
      </Button>
      <output className="sr-only">
        {result === "copied" && texts.done}
        {result === "refused" && texts.refused}
      </output>
    </>
  );
}
