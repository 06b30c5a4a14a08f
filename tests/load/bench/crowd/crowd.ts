import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import type { Answer, Command, Commands } from "./commands";

const PROGRAM = fileURLToPath(new URL("crowd-process.ts", import.meta.url));

/** Thousands of clients in a process of their own, so that neither waits for the other: the crowd and what posts to it. */
export class Crowd {
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  /** For the answer to the command that is being obeyed. */
  #onAnswer: (answer: Answer) => void = () => {};
  #last: Promise<unknown> = Promise.resolve();

  constructor() {
    this.#process = fork(PROGRAM, { execArgv: ["--import", "tsx"], serialization: "advanced" });
    this.#exited = once(this.#process, "exit");
    this.#process.on("message", (answer) => this.#onAnswer(answer as Answer));
    void this.#exited.then(() => this.#onAnswer({ error: "the crowd's process has ended" }));
  }

  /** One at a time, in the order of asking. */
  ask<Name extends keyof Commands>(name: Name, takes: Commands[Name]["takes"]): Promise<Commands[Name]["answers"]> {
    const answer = this.#last.then(() => this.#ask({ name, takes } as Command));
    this.#last = answer.catch(() => {});
    return answer as Promise<Commands[Name]["answers"]>;
  }

  #ask(command: Command): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#onAnswer = (answer) => ("error" in answer ? reject(new Error(answer.error)) : resolve(answer.answer));
      this.#process.send(command);
    });
  }

  async stop(): Promise<void> {
    this.#process.disconnect();
    await this.#exited;
  }
}
