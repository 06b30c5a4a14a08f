import type { Day } from "@/lib/demo/week";

/** Deliveries a day, on time and late. The figures are in the bars' labels. */
export function WeekChart({ days }: { days: readonly Day[] }) {
  const tallest = Math.max(...days.map((day) => day.onTime + day.late));
  return (
    <figure className="px-5 pt-5 pb-5">
      <ul className="flex h-48 items-end gap-2.5 sm:gap-4">
        {days.map((day) => (
          <li key={day.name} className="flex h-full flex-1 flex-col justify-end">
            <span className="sr-only">
              {day.name}: {day.onTime} on time, {day.late} late
            </span>
            <div aria-hidden="true" className="flex flex-1 flex-col justify-end">
              <span className="mb-1 text-center text-xs text-muted tabular-nums">{day.onTime + day.late}</span>
              <span
                style={{ height: `${((day.onTime + day.late) / tallest) * 85}%` }}
                className="mx-auto flex w-full max-w-10 flex-col gap-0.5 overflow-hidden rounded-[0.3125rem]"
              >
                {day.late > 0 && <span style={{ flexGrow: day.late }} className="bg-accent" />}
                <span style={{ flexGrow: day.onTime }} className="bg-ink/75" />
              </span>
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
