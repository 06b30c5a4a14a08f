interface OrderTimelineProps {
  /** Newest first. */
  entries: readonly { what: string; when: string; where: string }[];
}

/** What has happened, newest first. */
export function OrderTimeline({ entries }: OrderTimelineProps) {
  return (
    <ol className="px-5 pt-4 pb-5">
      {entries.map(({ what, when, where }, index) => (
        <li key={`${when} ${what}`} className="group relative flex gap-4 pb-5 last:pb-0">
          <span
            aria-hidden="true"
            className="absolute start-[0.3125rem] top-4 bottom-0 w-px bg-line group-last:hidden"
          />
          <span
            aria-hidden="true"
            className={
              index === 0
                ? "mt-1.5 size-[0.6875rem] shrink-0 rounded-full bg-accent ring-4 ring-accent-soft"
                : "mt-1.5 size-[0.6875rem] shrink-0 rounded-full border-2 border-line-strong/70"
            }
          />
          <div className="min-w-0">
            <p className="text-sm font-medium">{what}</p>
            <p className="mt-0.5 text-[0.8125rem] text-muted">
              {when} · {where}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
