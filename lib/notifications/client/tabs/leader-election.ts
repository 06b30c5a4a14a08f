/** A tab asks about this often whether there is a leader. A leader that does not answer until the next time has hung. */
const ASK_MS = 1_500;
/** Without locks, a tab that hears of no leader within this time leads. */
const ELECTION_MS = 300;

interface LeaderElectionOptions {
  /** Names the lock. */
  name: string;
  /** False while this tab is not one of many. */
  canLead(): boolean;
  /** Asks the other tabs whether one of them leads; `follows` hears the answer. */
  askForLeader(): void;
  /** This tab leads now. Returns a function that ends this. */
  lead(): () => void;
}

/**
 * Elects one of a browser's tabs. The tab that holds a Web Lock leads. The browser frees the lock of a tab that is closed or
 * dies, and a tab that is looked at steals the lock of one that hangs. Without locks, as on plain http, a tab that hears of no
 * leader becomes one, and of two leaders the later one stays.
 */
export class LeaderElection {
  readonly #options: LeaderElectionOptions;
  /** Pages have no locks on plain HTTP, except local ones, or if storage is forbidden. A server on Node 20 has no `navigator`. */
  #hasLocks = "navigator" in globalThis && "locks" in navigator;
  /** Aborted when this tab no longer waits for the lock. */
  #waiting = new AbortController();
  #release = (): void => {};
  /** Set while this tab leads. */
  #stepDown: (() => void) | null = null;
  #term = 0;
  #watch: ReturnType<typeof setTimeout> | undefined;
  /** Questions in a row that no leader has answered. */
  #unanswered = 0;
  /** How often the lock was stolen from this tab: on a slow machine, nobody should win it back at once. */
  #robberies = 0;

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
  }

  /** Of the leader that this tab follows, or is. A later leader has a higher term. */
  get term(): number {
    return this.#term;
  }

  /** Leads as soon as no other tab does. */
  run(): void {
    if (this.#hasLocks) {
      this.#unanswered = 0;
      this.#queue();
      this.#watchLeader(ASK_MS);
    } else {
      this.#options.askForLeader();
      this.#unanswered = Infinity;
      this.#watchLeader(ELECTION_MS);
    }
  }

  /** Leads at once, where there is no other tab to ask. */
  lead(): void {
    // Never the same in two tabs.
    this.#term = Math.max(this.#term + 1, Date.now()) + Math.random();
    this.#stepDown = this.#options.lead();
  }

  withdraw(): void {
    clearTimeout(this.#watch);
    // This tab will not hear who leads next. That term is lower if the clock is set back.
    this.#term = 0;
    this.#waiting.abort();
    this.#resign();
  }

  /** Another tab says that it leads. False if this tab knows a later leader: the other one was robbed and does not know it yet. */
  follows(term: number): boolean {
    const isLeader = this.#stepDown !== null;
    if (term < this.#term || (isLeader && term === this.#term)) return false;
    if (isLeader) this.#robbed();
    this.#term = term;
    this.#unanswered = 0;
    return true;
  }

  /** The leader has left: the browser passes its lock on, but without locks somebody must follow it. */
  leaderLeft(): void {
    if (!this.#hasLocks && this.#options.canLead()) this.run();
  }

  /** The leader was asked something, and must answer until the next look. */
  expectAnswer(): void {
    this.#unanswered = 1;
    this.#watchLeader(ASK_MS);
  }

  #queue(): void {
    this.#waiting = new AbortController();
    this.#request({ signal: this.#waiting.signal });
  }

  #request(options: LockOptions): void {
    let term: number | null = null;
    navigator.locks
      .request(this.#options.name, options, () => {
        // A stolen lock may come when it is not wanted any more.
        if (!this.#options.canLead() || this.#stepDown) return;
        this.lead();
        term = this.#term;
        return new Promise<void>((resolve) => (this.#release = resolve));
      })
      .catch(({ name }: DOMException) => {
        if (this.#stepDown && term === this.#term) this.#robbed();
        else if (name === "SecurityError") {
          this.#hasLocks = false;
          if (this.#options.canLead() && !this.#stepDown) this.run();
        }
      });
  }

  #resign(): void {
    const stepDown = this.#stepDown;
    this.#stepDown = null;
    stepDown?.();
    this.#release();
  }

  #robbed(): void {
    this.#resign();
    if (!this.#hasLocks) return;
    this.#robberies++;
    this.#queue();
  }

  #watchLeader(milliseconds: number): void {
    clearTimeout(this.#watch);
    const look = (): void => {
      this.#lookForLeader();
      this.#watchLeader(ASK_MS);
    };
    // Not all tabs at once, or each would steal from the one before.
    this.#watch = setTimeout(look, milliseconds * (0.75 + Math.random() / 2));
  }

  #lookForLeader(): void {
    // A hidden tab steals nothing.
    const isContent = document.hidden && this.#hasLocks;
    if (!this.#options.canLead() || this.#stepDown || isContent) this.#unanswered = 0;
    else if (this.#unanswered > this.#robberies) this.#takeOver();
    else {
      this.#unanswered++;
      this.#options.askForLeader();
    }
  }

  #takeOver(): void {
    this.#unanswered = 0;
    this.#waiting.abort();
    if (this.#hasLocks) this.#request({ steal: true });
    else this.lead();
  }
}
