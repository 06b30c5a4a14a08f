import { classNames } from "@/components/ui/class-names";
import type { Order } from "@/lib/demo/orders";

/** How much of the way is done; the words beside it say the same. */
export function ProgressBar({ order }: { order: Order }) {
  return (
    <div
      role="progressbar"
      aria-label="Share of the way done"
      aria-valuenow={order.progress}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-1.5 w-full overflow-hidden rounded-full bg-sunken"
    >
      <div
        style={{ width: `${order.progress}%` }}
        className={classNames("h-full rounded-full", order.status === "delayed" ? "bg-rust" : "bg-ink/75")}
      />
    </div>
  );
}
