/** A contender cannot start because something is neither on this machine nor may be installed on it. */
export class NotInstalledError extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`${what} is not installed`, options);
    this.name = "NotInstalledError";
  }
}
