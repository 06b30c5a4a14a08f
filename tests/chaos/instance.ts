import { startApp, type App } from "@/tests/support/app/app-server";
import { restartablePort } from "@/tests/support/programs/ports";

/** One process of the production build that always comes back on the same port. */
export class Instance {
  #app: App | undefined;

  private constructor(
    readonly port: number,
    private readonly env: Record<string, string>,
  ) {}

  static async start(env: Record<string, string>): Promise<Instance> {
    const instance = new Instance(await restartablePort(), env);
    await instance.start();
    return instance;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resolves when it is alive, whatever its services are. */
  async start(): Promise<void> {
    this.#app ??= await startApp(this.env, { health: "/api/health/live", port: this.port });
  }

  /** SIGTERM; the exit code, null when it had to be killed or was not there. */
  async stop(): Promise<number | null> {
    const stopped = this.#app;
    this.#app = undefined;
    return (await stopped?.stop()) ?? null;
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    const killed = this.#app;
    this.#app = undefined;
    await killed?.kill();
  }
}
