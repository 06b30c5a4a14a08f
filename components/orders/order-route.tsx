import { MapPin } from "lucide-react";

import { classNames } from "@/components/ui/class-names";
import type { Order } from "@/lib/demo/orders";

import { ModeIcon } from "./mode-icon";

/** From here to there, and where on the way it is. */
export function OrderRoute({ order }: { order: Order }) {
  const late = order.status === "delayed";
  return (
    <div className="px-5 pt-5 pb-6">
      <div className="flex items-baseline justify-between gap-4">
        <Place label="From" name={order.from} />
        <Place label="To" name={order.to} className="text-right" />
      </div>
      <div className="relative mx-1 mt-6 h-8" aria-hidden="true">
        <div className="absolute inset-x-0 top-1/2 border-t-2 border-dashed border-line-strong/50" />
        <div
          style={{ width: `${order.progress}%` }}
          className={classNames("absolute top-1/2 left-0 h-0.5 -translate-y-px", late ? "bg-rust" : "bg-ink")}
        />
        <span className="absolute top-1/2 left-0 size-2.5 -translate-1/2 rounded-full bg-ink" />
        <MapPin className="absolute top-1/2 right-0 size-5 translate-x-1/2 -translate-y-[85%] fill-surface text-muted" />
        <span
          style={{ left: `${Math.min(92, Math.max(8, order.progress))}%` }}
          className="absolute top-1/2 flex size-8 -translate-1/2 items-center justify-center rounded-full border border-line bg-surface shadow-card"
        >
          <ModeIcon mode={order.mode} />
        </span>
      </div>
      <p className="mt-3 text-sm text-muted">
        {order.progress}% of the way done, with {order.carrier}
      </p>
    </div>
  );
}

function Place({ label, name, className }: { label: string; name: string; className?: string }) {
  return (
    <div className={classNames("min-w-0", className)}>
      <p className="text-xs text-muted">{label}</p>
      <p className="mt-0.5 text-lg leading-tight font-semibold tracking-tight sm:text-xl">{name}</p>
    </div>
  );
}
