import { ArrowRight } from "lucide-react";
import Link from "next/link";

import { type Order, orderReference } from "@/lib/demo/orders";
import type { Words } from "@/lib/demo/words";

import { ModeIcon } from "./mode-icon";
import { OrderStatusBadge } from "./order-status";
import { ProgressBar } from "./progress-bar";

/** One row per order, stacked in a narrow column. The whole row is a link. */
export function OrderList({ orders, words }: { orders: readonly Order[]; words: Words }) {
  const { texts } = words;
  return (
    <ul className="@container mt-4 divide-y divide-line border-t border-line">
      {orders.map((order) => (
        <li
          key={order.id}
          className="group relative grid grid-cols-[1fr_auto] items-center gap-x-5 gap-y-2.5 px-5 py-4 transition-colors hover:bg-hover @3xl:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)_10rem_6.5rem]"
        >
          <div className="min-w-0 @3xl:col-start-1">
            <Link
              href={`/orders/${order.id}`}
              className="block truncate text-[0.9375rem] font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
            >
              {order.customer}
            </Link>
            <p className="mt-0.5 truncate text-sm text-muted">
              <span className="font-mono text-xs">{orderReference(order)}</span> · {order.carrier}
            </p>
          </div>
          <div className="col-span-2 row-start-2 flex min-w-0 items-center gap-2 text-sm @3xl:col-span-1 @3xl:col-start-2 @3xl:row-start-1">
            <ModeIcon mode={order.mode} words={words} />
            <span className="truncate">{order.from}</span>
            <ArrowRight aria-hidden="true" className="size-3.5 shrink-0 text-muted rtl:-scale-x-100" />
            <span className="sr-only">{texts.orders.to}</span>
            <span className="truncate">{order.to}</span>
          </div>
          <div className="col-span-2 row-start-3 flex items-center gap-3 @3xl:col-span-1 @3xl:col-start-3 @3xl:row-start-1 @3xl:block">
            <p className="shrink-0 text-xs text-muted @3xl:mb-1.5 @3xl:text-ink">{arrival(order, words)}</p>
            <span className="sr-only">{texts.orders.progress(words.format.percentage(order.progress))}</span>
            <ProgressBar order={order} />
          </div>
          <div className="col-start-2 row-start-1 justify-self-end @3xl:col-start-4">
            <OrderStatusBadge status={order.status} words={words} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function arrival({ status, arrives }: Order, { texts, format }: Words): string {
  const day = format.day(arrives.inDays, arrives.time);
  return status === "delivered" ? texts.orders.deliveredOn(day) : day;
}
