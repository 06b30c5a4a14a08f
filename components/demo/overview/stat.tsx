interface StatProps {
  name: string;
  value: string;
  note: string;
}

/** One number that matters today; use inside a `dl`. */
export function Stat({ name, value, note }: StatProps) {
  return (
    <div className="bg-surface px-5 py-5">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="mt-1.5">
        <span className="block text-[1.75rem] leading-none font-semibold tracking-[-0.03em] tabular-nums">{value}</span>
        <span className="mt-2 block text-[0.8125rem] text-muted">{note}</span>
      </dd>
    </div>
  );
}
