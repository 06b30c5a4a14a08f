/** A signal flag running up its halyard, and the name. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2.5">
      <svg viewBox="0 0 24 24" aria-hidden="true" className="size-6">
        <path d="M5 2v20" className="stroke-ink" strokeWidth="2" strokeLinecap="round" fill="none" />
        <path d="M7.5 4h12.2l-3.4 4.5 3.4 4.5H7.5z" className="fill-accent" />
      </svg>
      <span className="text-[1.0625rem] font-semibold tracking-[-0.02em]">Halyard</span>
    </span>
  );
}
