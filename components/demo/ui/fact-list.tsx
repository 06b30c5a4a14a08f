interface FactListProps {
  facts: readonly { name: string; value: string }[];
}

/** Names and values, one pair a line. */
export function FactList({ facts }: FactListProps) {
  return (
    <dl className="divide-y divide-line px-5 pt-2 pb-2">
      {facts.map(({ name, value }) => (
        <div key={name} className="flex items-baseline justify-between gap-6 py-3 text-sm">
          <dt className="text-muted">{name}</dt>
          <dd className="text-end font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
