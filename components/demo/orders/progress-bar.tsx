import { SizedBox } from "@/components/demo/ui/sized-box";
import { classNames } from "@/components/notifications/ui/class-names";
import type { Order } from "@/lib/demo/orders";
import type { Words } from "@/lib/demo/words";

/** How much of the way is done. */
export function ProgressBar({ order, words }: { order: Order; words: Words }) {
  return (
    <div className="h-1.5 w-full overflow-hidden rounded-full bg-sunken">
      <span className="sr-only">{words.texts.orders.progress(words.format.percentage(order.progress))}</span>
      <SizedBox
        width={`${order.progress * 100}%`}
        className={classNames("rounded-full", order.status === "delayed" ? "bg-rust" : "bg-ink/75")}
      />
    </div>
  );
}
