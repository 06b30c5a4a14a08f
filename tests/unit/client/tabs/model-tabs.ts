import { SharedConnection, type LiveUnread } from "@/lib/notifications/client/tabs/shared-connection";
import { HEARTBEAT_MS, LIST_PATH } from "@/lib/notifications/protocol";
import { unreadRows } from "@/tests/support/feed-moment";
import { ModelServer, ModelStream } from "@/tests/unit/client/feed/model-server";

/** From a sync to the ping that shows that the stream is punctual. */
const PROOF_MS = 1_500;
const USER = "0190a1b0-0000-7000-8000-000000000001";

export interface Task {
  tab: ModelTab;
  dueAt: number;
  run: () => void;
}

export interface LockRequest {
  tab: ModelTab;
  grant: () => Promise<void> | undefined;
  reject: () => void;
}

/** A tab as the browser knows it: `stalled` ones do nothing that is due until they go on. */
export class ModelTab {
  readonly window = new EventTarget();
  readonly document = Object.assign(new EventTarget(), { hidden: false });
  isAlive = true;
  isFrozen = false;
  isHung = false;
  /** At any time, so that its answers, or those to it, may be late. */
  hasHung = false;
  /** Paused by hand. */
  isPaused = false;
  /** Whether it was stalled or paused: it may then hear of what it missed by a SYNC alone. */
  wasAway = false;
  /** What it shows. */
  now: LiveUnread = { connection: "connecting", unread: null };
  reached: number | null = null;
  readonly live: SharedConnection;
  readonly #openedAt: number;
  /** The feed's head then. One that was away may tell it an older position. */
  readonly #head: number;

  constructor(
    readonly browser: ModelBrowser,
    readonly name: string,
  ) {
    this.#openedAt = browser.now;
    this.#head = browser.server.feed.head;
    this.live = new SharedConnection({
      userId: USER,
      endpoint: LIST_PATH,
      onChange: (now) => {
        this.now = now;
      },
    });
    this.live.follow((messages) => {
      for (const { id, event } of messages) this.#hear(Number(id), event.type);
    });
  }

  get isStalled(): boolean {
    return this.isFrozen || this.isHung;
  }

  /** What every tab must hold: nothing twice, nothing left out without a SYNC that says so. */
  #hear(position: number, type: string): void {
    const { reached } = this;
    if (reached !== null && type === "SYNC" && position < reached)
      this.browser.failures.push(`${this.name} is thrown back from ${reached} to ${position}`);
    if (reached !== null && type === "SYNC" && position > reached && this.#isToldEach(reached + 1))
      this.browser.failures.push(
        `${this.name} was there all the time, and is not told what came from ${reached} to ${position}`,
      );
    if (reached !== null && type !== "SYNC" && position !== reached + 1)
      this.browser.failures.push(`${this.name} hears ${position} after ${reached}`);
    this.reached = position;
  }

  /** What a tab that was there all the time hears event by event, once it has been told how things are. */
  #isToldEach(position: number): boolean {
    const { wasCut, unheard, now } = this.browser;
    return !this.wasAway && !wasCut && position > Math.max(unheard, this.#head) && now > this.#openedAt;
  }

  /** The count is the server's at the position that the tab has come to. */
  expectTruth(): void {
    const { reached, now } = this;
    if (reached === null || now.unread === null) return;
    const truth = this.browser.server.rowsAt(0, reached).filter(({ isRead }) => !isRead).length;
    if (now.unread !== truth) throw new Error(`${this.name} counts ${now.unread} at ${reached}, and not ${truth}`);
  }
}

export class ModelSource extends EventTarget {
  stream: ModelStream | null = null;
  pingedAt = 0;
  isOpen = true;

  constructor(
    readonly tab: ModelTab,
    readonly cursor: number | null,
  ) {
    super();
    tab.browser.sources.add(this);
  }

  close(): void {
    this.isOpen = false;
    this.tab.browser.sources.delete(this);
  }

  /** What the server sends arrives as a task, as the browser has it. */
  arrives(type: string, data: unknown = {}, id = "", delay = 0): void {
    const arrive = (): void => {
      if (this.isOpen) this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId: id }));
    };
    this.tab.browser.post(this.tab, arrive, delay);
  }
}

/** A browser with tabs on one machine, and the server that they talk to. Every callback runs in the tab that it belongs to. */
export class ModelBrowser {
  readonly server = new ModelServer();
  readonly tabs: ModelTab[] = [];
  readonly sources = new Set<ModelSource>();
  readonly #channels = new Set<{ tab: ModelTab; target: EventTarget }>();
  #tasks: Task[] = [];
  #lock: LockRequest | null = null;
  #waiting: LockRequest[] = [];
  #current: ModelTab | null = null;
  #now = 1_000_000;
  /** How far the clock on the wall was set back, in milliseconds. */
  clockLagMs = 0;
  #seed = 1;
  isConnected = true;
  /** The list may have been asked since. */
  wasCut = false;
  /** What came up to here may have come on no stream: only a SYNC says so. */
  unheard = 0;
  opened = 0;
  readonly failures: string[] = [];

  constructor(readonly hasLocks: boolean) {}

  get now(): number {
    return this.#now;
  }

  /** Always the same numbers, so that a failure can be repeated. */
  random(): number {
    this.#seed = (this.#seed * 16_807) % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  }

  get current(): ModelTab {
    if (!this.#current) throw new Error("no tab is running");
    return this.#current;
  }

  post(tab: ModelTab, run: () => void, delay = 0): Task {
    const task = { tab, run, dueAt: this.#now + delay };
    this.#tasks.push(task);
    return task;
  }

  cancel(task: Task): void {
    this.#tasks = this.#tasks.filter((other) => other !== task);
  }

  async within(tab: ModelTab, run: () => void): Promise<void> {
    this.#current = tab;
    run();
    // What it awaits goes on in the same tab.
    for (let i = 0; i < 20; i++) await Promise.resolve();
    this.#current = null;
    tab.expectTruth();
    // Thrown where it was found, the event target would keep it.
    if (this.failures.length > 0) throw new Error(this.failures.join("\n"));
  }

  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      this.#serve();
      const next = this.#nextTask(end);
      if (!next) break;
      this.cancel(next);
      this.#now = Math.max(this.#now, next.dueAt);
      await this.within(next.tab, next.run);
    }
    this.#now = end;
  }

  #nextTask(end: number): Task | undefined {
    const due = this.#tasks.filter(({ tab, dueAt }) => dueAt <= end && !tab.isStalled);
    return due.reduce<Task | undefined>(
      (first, task) => (first && first.dueAt <= task.dueAt ? first : task),
      undefined,
    );
  }

  #serve(): void {
    if (!this.isConnected) return;
    for (const source of this.sources) {
      if (!source.stream) {
        if (source.cursor === null && this.#couldHearNobody(source.tab)) this.unheard = this.server.feed.head;
        source.stream = new ModelStream(this.server, source.cursor ?? this.server.feed.head);
        source.arrives("open");
        source.pingedAt = this.#now;
      }
      for (let next = source.stream.next(this.server.feed); next; next = source.stream.next(this.server.feed)) {
        const { position, event } = next;
        const raw =
          event.type === "SYNC" ? { ...event, payload: { ...event.payload, position: String(position) } } : event;
        const type = event.type === "NOTIFICATION" ? "message" : event.type.toLowerCase();
        source.arrives(type, raw, String(position));
        if (event.type === "SYNC") source.arrives("ping", {}, "", PROOF_MS);
      }
      if (this.#now - source.pingedAt < HEARTBEAT_MS) continue;
      source.pingedAt = this.#now;
      source.arrives("ping");
    }
  }

  /** It hung before it knew anything, or those who did know were away: its stream starts from now. */
  #couldHearNobody(tab: ModelTab): boolean {
    return tab.hasHung || this.tabs.every(({ reached, wasAway }) => reached === null || wasAway);
  }

  /** The network goes away, and all that is connected with it. */
  cut(): void {
    this.isConnected = false;
    this.wasCut = true;
    for (const source of this.sources) source.arrives("error");
  }

  /** A tab's process is gone, and the browser cleans up after it. */
  kill(tab: ModelTab): void {
    tab.isAlive = false;
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    this.#tasks = this.#tasks.filter((task) => task.tab !== tab);
    for (const source of this.sources) if (source.tab === tab) source.close();
    for (const channel of this.#channels) if (channel.tab === tab) this.#channels.delete(channel);
    this.#waiting = this.#waiting.filter((request) => request.tab !== tab);
    if (this.#lock?.tab === tab) this.#free();
  }

  join(target: EventTarget): { send: (data: unknown) => void; close: () => void } {
    const channel = { tab: this.current, target };
    this.#channels.add(channel);
    return {
      send: (data) => {
        for (const other of this.#channels)
          if (other !== channel)
            this.post(other.tab, () => {
              const event = new MessageEvent("message", { data: structuredClone(data) });
              if (this.#channels.has(other)) other.target.dispatchEvent(event);
            });
      },
      close: () => this.#channels.delete(channel),
    };
  }

  request(request: LockRequest, steal: boolean): void {
    if (steal) {
      const holder = this.#lock?.tab;
      if (holder && !holder.hasHung && !request.tab.hasHung)
        this.failures.push(`${request.tab.name} steals from ${holder.name}, which is well`);
      this.#lock?.reject();
      this.#lock = null;
      this.#waiting.unshift(request);
    } else this.#waiting.push(request);
    this.#grant();
  }

  withdraw(request: LockRequest): void {
    this.#waiting = this.#waiting.filter((other) => other !== request);
    if (this.#lock === request) this.#free();
  }

  #free(): void {
    this.#lock = null;
    this.#grant();
  }

  #grant(): void {
    const next = this.#lock ? undefined : this.#waiting.shift();
    if (!next) return;
    this.#lock = next;
    this.post(next.tab, () => {
      if (this.#lock !== next) return;
      const held = next.grant() ?? Promise.resolve();
      void held.then(() => {
        if (this.#lock === next) this.#free();
      });
    });
  }

  listAnswer(tab: ModelTab): Response {
    const { head } = this.server.feed;
    // Whoever hung finds what came late on its stream, and polls.
    if (tab.hasHung) this.unheard = head;
    const unread = unreadRows(this.server.feed).length;
    return new Response("[]", { headers: { "X-Last-Event-ID": `${head}`, "X-Unread-Count": `${unread}` } });
  }
}
