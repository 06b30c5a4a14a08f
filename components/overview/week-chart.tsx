import type { Day } from "@/lib/demo/week";

/** Deliveries a day, on time and late. The figures are in the bars' labels. */
export function WeekChart({ days }: { days: readonly Day[] }) {
  const tallest = Math.max(...days.map((day) => day.onTime + day.late));
  return (
    <figure className="px-5 pt-5 pb-5">
      <ul className="flex h-40 items-end gap-2.5 sm:gap-4">
        {days.map((day) => (
          <li key={day.name} className="flex h-full flex-1 flex-col justify-end">
            <span className="sr-only">
              {day.name}: {day.onTime} on time, {day.late} late
            </span>
            <div aria-hidden="true" className="flex flex-1 flex-col justify-end gap-0.5">
              <span className="mb-1 text-center text-xs text-muted tabular-nums">{day.onTime + day.late}</span>
              <span style={{ height: `${(day.late / tallest) * 80}%` }} className="rounded-t-[0.25rem] bg-accent" />
              <span
                style={{ height: `${(day.onTime / tallest) * 80}%` }}
                className="rounded-b-[0.25rem] bg-ink/75 first:rounded-t"
              />
            </div>
            <span aria-hidden="true" className="mt-2 text-center text-xs text-muted">
              {day.name}
            </span>
          </li>
        ))}
      </ul>
      <figcaption className="mt-4 flex gap-5 text-xs text-muted">
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2.5 rounded-[0.1875rem] bg-ink/75" /> On time
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2.5 rounded-[0.1875rem] bg-accent" /> Late
        </span>
      </figcaption>
    </figure>
  );
}
