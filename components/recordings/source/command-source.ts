import type { ReplayCommand } from "@/lib/recordings/segments/views";
import type { Answer } from "./gateway";

export interface CommandPage {
  commands: ReplayCommand[];
  /** The number to ask for next; null: these were the last. */
  next: number | null;
}

/** The commands of one recording, page by page; a page that is full stays as it is. */
export class CommandSource {
  readonly #ask: (from: number, signal: AbortSignal) => Promise<Answer<CommandPage> | undefined>;
  readonly #full = new Map<number, CommandPage>();

  constructor(ask: (from: number, signal: AbortSignal) => Promise<Answer<CommandPage> | undefined>) {
    this.#ask = ask;
  }

  /** @param most how many pages @returns their commands, and whether there are more */
  async read(
    most: number,
    signal: AbortSignal,
  ): Promise<{ commands: readonly ReplayCommand[]; isMore: boolean }> {
    const commands: ReplayCommand[] = [];
    let from: number | null = 0;
    for (let pages = 0; from !== null && pages < most; pages += 1) {
      const page: CommandPage | undefined = this.#full.get(from) ?? (await this.#ask(from, signal))?.value;
      if (!page) break;
      if (page.next !== null) this.#full.set(from, page);
      commands.push(...page.commands);
      from = page.next;
    }
    return { commands, isMore: from !== null };
  }
}
