/** True when the element that had focus went away, or is on its way out, and the keyboard is nowhere. */
export function focusIsLost(): boolean {
  const active = document.activeElement;
  return (
    active === null ||
    active === document.body ||
    active instanceof HTMLDialogElement ||
    active.closest("[inert]") !== null
  );
}
