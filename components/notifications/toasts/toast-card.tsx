import { Toast } from "@base-ui/react/toast";
import type { MouseEvent, ReactNode } from "react";

import { classNames } from "../ui/class-names";
import type { StackedToast } from "./toast-stack";

interface ToastCardProps {
  toast: Toast.Root.ToastObject<StackedToast>;
  children: ReactNode;
}

/**
 * How every toast comes, goes and is swiped away. A swipe cannot begin on a link or a button, so a finger goes through the one
 * that fills the card, and a tap is handed to it.
 */
export function ToastCard({ toast, children }: ToastCardProps) {
  return (
    <Toast.Root
      toast={toast}
      swipeDirection={["left", "right"]}
      inert={toast.limited === true || toast.transitionStatus === "ending"}
      onClick={openOnTap}
      className={classNames(
        "relative grid touch-pan-y grid-rows-[1fr] rounded-2xl pt-2 outline-none",
        "[transform:translateX(var(--toast-swipe-movement-x))]",
        "transition-[grid-template-rows,opacity,transform,padding] duration-300 ease-arrive motion-reduce:transition-none",
        "data-starting-style:[transform:translateY(0.75rem)] data-starting-style:opacity-0",
        "data-ending-style:grid-rows-[0fr] data-ending-style:overflow-y-clip data-ending-style:pt-0 data-ending-style:opacity-0 data-ending-style:duration-200",
        "data-ending-style:data-[swipe-direction=left]:[transform:translateX(-110%)]",
        "data-ending-style:data-[swipe-direction=right]:[transform:translateX(110%)]",
        "[&:focus-visible>div>div]:outline-2",
      )}
    >
      <div className="min-h-0">
        <Toast.Content className="group relative flex gap-3 rounded-2xl border border-line bg-raised p-3.5 text-ink shadow-float outline-offset-2 outline-focus has-[a:hover]:bg-hover has-[[data-fills-toast]:hover]:bg-hover [&_a]:pointer-coarse:pointer-events-none [&_[data-fills-toast]]:pointer-coarse:pointer-events-none">
          {children}
        </Toast.Content>
      </div>
    </Toast.Root>
  );
}

function openOnTap({ target, currentTarget }: MouseEvent<HTMLElement>): void {
  if (target instanceof Element && target.closest("a,button") !== null) return;
  currentTarget.querySelector<HTMLElement>("a,[data-fills-toast]")?.click();
}
