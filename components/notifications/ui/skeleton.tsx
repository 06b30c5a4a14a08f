import { classNames } from "./class-names";

/** A grey shape where text will be; size it with classes. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden="true" className={classNames("block animate-breathe rounded-md bg-line", className)} />;
}
