interface BellNoticeProps {
  text: string;
  /** What a person can do about it. */
  action?: { label: string; onPress: () => void };
}

/** Says below the bell why there is no panel. It loads nothing: its button is its own. */
export function BellNotice({ text, action }: BellNoticeProps) {
  return (
    <div
      role="alert"
      // A press inside keeps focus inside.
      tabIndex={-1}
      className="absolute end-0 top-full z-20 mt-2 w-64 rounded-xl border border-line bg-raised p-3 text-start text-sm text-ink shadow-float"
    >
      <p>{text}</p>
      {action && (
        <button
          type="button"
          onClick={action.onPress}
          className="mt-2.5 h-8 rounded-lg bg-accent px-3 text-[0.8125rem] font-semibold text-on-accent hover:brightness-95 pointer-coarse:h-11"
        >
          {action.label}
        </button>
      )}
    </div>
  );
}
