import type { Order } from "@/lib/demo/orders";
import type { Words } from "@/lib/demo/words";

/** The events of an order, newest first. */
export function OrderTimeline({ order, words: { texts, format } }: { order: Order; words: Words }) {
  return (
    <ol className="px-5 pt-4 pb-5">
      {order.events.map(({ event, place, inDays, time }) => (
        <li key={event} className="group relative flex gap-4 pb-5 last:pb-0">
          <span
            aria-hidden="true"
            className="absolute start-[0.3125rem] top-4 bottom-0 w-px bg-line group-last:hidden"
          />
          <span
            aria-hidden="true"
            className="relative mt-1.5 size-[0.6875rem] shrink-0 rounded-full border-2 border-line-strong/70 bg-surface group-first:border-accent group-first:bg-accent group-first:ring-4 group-first:ring-accent-soft"
          />
          <div className="min-w-0">
            <p className="text-sm font-medium">{texts.orders.events[event]}</p>
            <p className="mt-0.5 text-[0.8125rem] text-muted">
              {format.day(inDays, time)} · {place}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
