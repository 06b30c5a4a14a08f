import type { ReactNode } from "react";

interface NoticeProps {
  /** The kind of trouble, in a word or a number. */
  code: string;
  title: string;
  action: ReactNode;
  children: ReactNode;
}

/** A page that says what went wrong and offers a way on. */
export function Notice({ code, title, action, children }: NoticeProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center py-16 text-center sm:py-28">
      <p className="rounded-full bg-accent-soft px-3 py-1 text-xs font-semibold tracking-wide text-accent">{code}</p>
      <h1 className="mt-5 text-3xl font-semibold tracking-[-0.02em]">{title}</h1>
      <p className="mt-3 text-[0.9375rem] text-pretty text-muted">{children}</p>
      <div className="mt-7 flex flex-wrap justify-center gap-2.5">{action}</div>
    </div>
  );
}
