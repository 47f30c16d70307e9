import PostalMime from "postal-mime";

/** A message as the mailbox page shows it. */
export interface Letter {
  id: string;
  /** Who it was for, as the sender told the server. */
  to: string;
  from: string;
  subject: string;
  text: string;
  receivedAt: Date;
}

const MOST_LETTERS = 200;
const LONGEST_TEXT = 20_000;

/** What was sent to the demo's people: the latest, in memory. A message that comes again under its id is the same one. */
export class Mailbox {
  readonly #now: () => number;
  #letters: Letter[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param source the message as it came, headers and all */
  async add(source: Uint8Array, to: readonly string[]): Promise<void> {
    const mail = await PostalMime.parse(source);
    const receivedAt = new Date(this.#now());
    for (const address of to) {
      const id = `${mail.messageId ?? receivedAt.toISOString()} ${address}`;
      const letter = {
        ...{ id, to: address.toLowerCase(), receivedAt },
        from: mail.from?.address ?? "",
        subject: mail.subject ?? "",
        text: (mail.text ?? "").slice(0, LONGEST_TEXT),
      };
      this.#letters = [letter, ...this.#letters.filter((one) => one.id !== id)].slice(0, MOST_LETTERS);
    }
  }

  /** Newest first. @param address whose; everybody's without it */
  all(address?: string): readonly Letter[] {
    return address === undefined ? this.#letters : this.#letters.filter(({ to }) => to === address);
  }
}
