import { type LucideIcon, Plane, Ship, TrainTrack, Truck } from "lucide-react";

import type { TransportMode } from "@/lib/demo/orders";
import type { Words } from "@/lib/demo/words";

const ICONS: Readonly<Record<TransportMode, LucideIcon>> = { sea: Ship, air: Plane, rail: TrainTrack, road: Truck };

/** The vehicle faces the reading direction. */
export function ModeIcon({ mode, words }: { mode: TransportMode; words: Words }) {
  const Icon = ICONS[mode];
  return (
    <>
      <Icon aria-hidden="true" className="size-4 shrink-0 text-muted rtl:-scale-x-100" strokeWidth={1.9} />
      <span className="sr-only">{words.texts.orders.mode[mode]}</span>
    </>
  );
}
