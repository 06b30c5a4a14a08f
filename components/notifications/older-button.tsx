"use client";

import { LoaderCircle } from "lucide-react";
import { useTransition } from "react";

import { Button } from "@/components/ui/button";

interface OlderButtonProps {
  /** Called first, before anything has changed. */
  onRequest: () => void;
  loadOlder: () => Promise<void>;
}

export function OlderButton({ onRequest, loadOlder }: OlderButtonProps) {
  const [pending, startTransition] = useTransition();

  function request() {
    if (pending) return;
    onRequest();
    startTransition(loadOlder);
  }

  return (
    <div className="flex justify-center px-5 pt-1 pb-5">
      <Button size="small" aria-disabled={pending} onClick={request}>
        {pending && <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />}
        {pending ? "Loading older…" : "Show older"}
      </Button>
    </div>
  );
}
