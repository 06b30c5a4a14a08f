"use client";

import { Card, CardHeader } from "@/components/demo/ui/card";

import { median } from "./median";
import { usePlaygroundWords } from "./use-playground-words";

interface LatencyCardProps {
  /** Milliseconds, newest first. */
  measurements: readonly number[];
}

/** From pressing send to seeing it. */
export function LatencyCard({ measurements }: LatencyCardProps) {
  const { texts, number } = usePlaygroundWords();
  const words = texts.latency;
  const middle = median(measurements);
  const slowest = Math.max(...measurements);

  return (
    <Card aria-labelledby="latency">
      <CardHeader id="latency" title={words.title} hint={words.hint} />
      <div className="flex items-end justify-between gap-6 px-5 pt-4 pb-5">
        <p>
          <span className="block text-[1.75rem] leading-none font-semibold tracking-[-0.03em] tabular-nums">
            {middle === null ? "–" : number(middle)}
            {middle !== null && <span className="ms-1 text-base font-medium tracking-normal text-muted">ms</span>}
          </span>
          <span className="mt-2 block text-[0.8125rem] text-muted">
            {middle === null ? words.none : words.median(measurements.length)}
          </span>
        </p>
        <ol aria-label={words.measurements} className="flex h-14 flex-row-reverse items-end gap-1">
          {measurements.map((milliseconds, index) => (
            <li key={measurements.length - index} className="flex h-full w-2 items-end">
              <span
                title={`${number(milliseconds)} ms`}
                style={{ height: `${Math.max(8, (milliseconds / slowest) * 100)}%` }}
                className={index === 0 ? "w-full rounded-sm bg-accent" : "w-full rounded-sm bg-ink/30"}
              >
                <span className="sr-only">{number(milliseconds)} ms</span>
              </span>
            </li>
          ))}
        </ol>
      </div>
    </Card>
  );
}
