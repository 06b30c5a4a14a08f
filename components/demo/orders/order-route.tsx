import { MapPin } from "lucide-react";

import { SizedBox } from "@/components/demo/ui/sized-box";
import { classNames } from "@/components/notifications/ui/class-names";
import type { Order } from "@/lib/demo/orders";
import type { Words } from "@/lib/demo/words";

import { ModeIcon } from "./mode-icon";

/** From here to there, and where on the way it is. */
export function OrderRoute({ order, words }: { order: Order; words: Words }) {
  const texts = words.texts.orders;
  const late = order.status === "delayed";
  return (
    <div className="px-5 pt-5 pb-6">
      <div className="flex items-baseline justify-between gap-4">
        <Place label={texts.from} name={texts.places[order.from]} />
        <Place label={texts.to} name={texts.places[order.to]} className="text-end" />
      </div>
      <div className="relative mx-1 mt-6 h-8" aria-hidden="true">
        <div className="absolute inset-x-0 top-1/2 border-t-2 border-dashed border-line-strong/50" />
        <SizedBox
          width={`${order.progress * 100}%`}
          className={classNames("absolute start-0 top-1/2 h-0.5 -translate-y-px", late ? "bg-rust" : "bg-ink")}
        />
        <span className="absolute start-0 top-1/2 size-2.5 -translate-x-1/2 -translate-y-1/2 rtl:translate-x-1/2 rounded-full bg-ink" />
        <MapPin className="absolute end-0 top-1/2 size-5 translate-x-1/2 -translate-y-[85%] rtl:-translate-x-1/2 fill-surface text-muted" />
        <div className="absolute inset-0 flex">
          <SizedBox width={`${Math.min(92, Math.max(8, order.progress * 100))}%`} className="shrink-0" />
          <span className="-ms-4 flex size-8 shrink-0 items-center justify-center rounded-full border border-line bg-surface shadow-card">
            <ModeIcon mode={order.mode} words={words} />
          </span>
        </div>
      </div>
      <p className="mt-3 text-sm text-muted">
        {texts.progressWith(words.format.percentage(order.progress), order.carrier)}
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
