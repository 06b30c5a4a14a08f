import { type Backing, Stage, type StageOptions } from "./stage";

/** The stage of the moment, kept while scenarios want the same: to start processes is most of what a short one costs. */
export class Stages {
  #present: { wanted: string; stage: Stage } | undefined;

  constructor(private readonly backing: Backing) {}

  async open(options: StageOptions): Promise<Stage> {
    const wanted = JSON.stringify(options);
    if (this.#present?.wanted === wanted) return this.#present.stage;
    await this.close();
    const stage = await Stage.open(this.backing, options);
    this.#present = { wanted, stage };
    return stage;
  }

  async close(): Promise<void> {
    const closed = this.#present?.stage;
    this.#present = undefined;
    await closed?.close();
  }
}
