import type { Http2Client } from "./http2-client";

/** Page loads as a browser does them: the page, then every static file that it names. */
export class PageLoads {
  count = 0;
  readonly failures: string[] = [];
  /** Scripts by which pages of different builds differ. */
  readonly builds = new Set<string>();

  constructor(private readonly client: Http2Client) {}

  async one(): Promise<void> {
    const page = await this.client.ask("/sign-in");
    if (page.status !== 200) this.failures.push(`page ${page.status}`);
    const files = new Set(page.body.match(/\/_next\/static\/[\w./~%@-]+\.\w+/g));
    if (files.size < 5) this.failures.push(`only ${files.size} files`);
    const answers = await Promise.all(
      [...files].map(async (file) => [file, (await this.client.ask(file)).status] as const),
    );
    for (const [file, status] of answers) if (status !== 200) this.failures.push(`${file} ${status}`);
    this.builds.add([...files].toSorted().join());
    this.count++;
  }

  async repeat(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) await this.one().catch((error: unknown) => this.failures.push(String(error)));
  }

  async reached(count: number): Promise<void> {
    while (this.count < count) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
