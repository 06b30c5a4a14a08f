import { type LucideIcon, Plane, Ship, TrainTrack, Truck } from "lucide-react";

import type { TransportMode } from "@/lib/demo/orders";

const MODES: Readonly<Record<TransportMode, { icon: LucideIcon; label: string }>> = {
  sea: { icon: Ship, label: "By sea" },
  air: { icon: Plane, label: "By air" },
  rail: { icon: TrainTrack, label: "By rail" },
  road: { icon: Truck, label: "By road" },
};

export function ModeIcon({ mode }: { mode: TransportMode }) {
  const { icon: Icon, label } = MODES[mode];
  return (
    <>
      <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" strokeWidth={1.9} />
      <span className="sr-only">{label}</span>
    </>
  );
}
