import { classNames } from "@/components/ui/class-names";
import type { Order } from "@/lib/demo/orders";

/** How much of the way is done. */
export function ProgressBar({ order }: { order: Order }) {
  return (
    <div className="h-1.5 w-full overflow-hidden rounded-full bg-sunken">
      <span className="sr-only">{order.progress}% of the way done</span>
      <div
        style={{ width: `${order.progress}%` }}
        className={classNames("h-full rounded-full", order.status === "delayed" ? "bg-rust" : "bg-ink/75")}
      />
    </div>
  );
}
