import { SizedBox } from "@/components/demo/ui/sized-box";
import type { Day } from "@/lib/demo/week";
import type { Words } from "@/lib/demo/words";

/** Deliveries a day, on time and late. The figures are in the bars' labels. */
export function WeekChart({ days, words }: { days: readonly Day[]; words: Words }) {
  const { format } = words;
  const texts = words.texts.overview.week;
  const tallest = Math.max(...days.map((day) => day.onTime + day.late));
  const height = (count: number): string => `${(count / tallest) * 85}%`;
  return (
    <figure className="px-5 pt-5 pb-5">
      <ul className="flex h-48 items-end gap-2.5 sm:gap-4">
        {days.map((day, index) => (
          <li key={index} className="flex h-full flex-1 flex-col justify-end">
            <span className="sr-only">
              {texts.day(format.weekday(index), format.number(day.onTime), format.number(day.late))}
            </span>
            <div aria-hidden="true" className="flex min-h-0 flex-1 flex-col justify-end">
              <span className="mb-1 text-center text-xs text-muted tabular-nums">
                {format.number(day.onTime + day.late)}
              </span>
              {day.late > 0 && (
                <SizedBox
                  height={height(day.late)}
                  className="mx-auto mb-0.5 max-w-10 rounded-t-[0.3125rem] bg-accent"
                />
              )}
              <SizedBox
                height={height(day.onTime)}
                className="mx-auto max-w-10 rounded-[0.3125rem] bg-ink/75 [svg+&]:rounded-t-none"
              />
            </div>
            <span aria-hidden="true" className="mt-2 text-center text-xs text-muted">
              {format.weekday(index)}
            </span>
          </li>
        ))}
      </ul>
      <figcaption className="mt-4 flex gap-5 text-xs text-muted">
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2.5 rounded-[0.1875rem] bg-ink/75" /> {texts.onTime}
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2.5 rounded-[0.1875rem] bg-accent" /> {texts.late}
        </span>
      </figcaption>
    </figure>
  );
}
