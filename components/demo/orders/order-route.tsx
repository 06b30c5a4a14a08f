import type { Order } from "@/lib/demo/orders";
import type { Words } from "@/lib/demo/words";

import { ModeIcon } from "./mode-icon";
import { ProgressBar } from "./progress-bar";

/** Shows where an order comes from, where it goes, and how far it is. */
export function OrderRoute({ order, words }: { order: Order; words: Words }) {
  const texts = words.texts.orders;
  return (
    <div className="px-5 pt-5 pb-6">
      <div className="flex items-center gap-4 sm:gap-6">
        <Place label={texts.from} name={order.from} />
        <div className="flex min-w-8 flex-1 items-center gap-3 before:flex-1 before:border-t-2 before:border-dashed before:border-line-strong/45 after:flex-1 after:border-t-2 after:border-dashed after:border-line-strong/45">
          <span className="flex size-9 shrink-0 items-center justify-center rounded-full border border-line bg-surface shadow-card">
            <ModeIcon mode={order.mode} words={words} />
          </span>
        </div>
        <Place label={texts.to} name={order.to} />
      </div>
      <div className="mt-6">
        <ProgressBar order={order} />
      </div>
      <p className="mt-3 text-sm text-muted">
        {texts.progressWith(words.format.percentage(order.progress), order.carrier)}
      </p>
    </div>
  );
}

function Place({ label, name }: { label: string; name: string }) {
  return (
    <div className="min-w-0 last:text-end">
      <p className="text-xs text-muted">{label}</p>
      <p className="mt-0.5 text-lg leading-tight font-semibold tracking-tight sm:text-xl">{name}</p>
    </div>
  );
}
