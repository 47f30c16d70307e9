import type { WebSocket } from "ws";
import type { PersonActor } from "@/lib/kernel/actor";
import { ANYTHING, type Listener, readAudience } from "@/lib/overview/live-audience";
import { CLOSE } from "@/lib/terminal-protocol/close-codes";
import { PAGE_PULSE, PEER_LOST_MS } from "@/lib/terminal-protocol/liveness";
import { encodeToPage, type ToPage } from "@/lib/terminal-protocol/page-messages";
import { report } from "./report";

/** A page is told at most so often. */
const SPACING_MS = 300;
/** Changes of one transaction come one by one: they are told together. */
const GATHER_MS = 30;
/** How often sign-ins that run out by themselves are looked for. */
const CHECK_MS = 5_000;
/** A page that connects says how old it is; so far back we know what it has missed. */
const MEMORY_MS = 30_000;
const MOST_REMEMBERED = 2_000;
const MOST_PER_PERSON = 20;
const MOST_AT_ALL = 5_000;
/** Messages are some bytes each: a browser that has not taken this many of them is not there. */
const MOST_BUFFERED_BYTES = 16 * 1024;

interface Page {
  readonly socket: WebSocket;
  readonly actor: PersonActor;
  /** What happened before it connected and after it was drawn. */
  missed: readonly string[];
  /** When it gave a sign of life last (epoch milliseconds). */
  heardAt: number;
}

/** The pages that listen. Each is told only of what its person may see, decided by the rows when it is told. */
export class LiveFeed {
  readonly #pages = new Set<Page>();
  readonly #timers: NodeJS.Timeout[];
  readonly #startedAt = Date.now();
  #pending = new Set<string>();
  #recent: { subjectId: string; at: number }[] = [];
  #forgotUntil = 0;
  #next: NodeJS.Timeout | undefined;
  #toldAt = 0;

  readonly #askForGroups: (signInIds: readonly string[]) => Promise<void>;

  /** @param askForGroups has the groups of these sign-ins confirmed when it is time */
  constructor(askForGroups: (signInIds: readonly string[]) => Promise<void>) {
    this.#askForGroups = askForGroups;
    this.#timers = [
      setInterval(() => this.#beat(), PAGE_PULSE.beatMs),
      setInterval(() => report(this.#closeThoseOver()), CHECK_MS),
    ];
  }

  /**
   * Lets a page listen.
   * @param ageMs how long ago it was drawn, or last heard from us: what happened since is made up for
   */
  add(socket: WebSocket, actor: PersonActor, ageMs: number): void {
    const ofPerson = [...this.#pages].filter((page) => page.actor.id === actor.id).length;
    if (ofPerson >= MOST_PER_PERSON || this.#pages.size >= MOST_AT_ALL) {
      socket.close(CLOSE.tooMany, "TOO_MANY");
      return;
    }
    const page: Page = { socket, actor, missed: this.#missedSince(Date.now() - ageMs), heardAt: Date.now() };
    this.#pages.add(page);
    socket.on("pong", () => {
      page.heardAt = Date.now();
    });
    // A page has nothing to say.
    socket.on("message", () => socket.close(CLOSE.protocolBroken, "INVALID_INPUT"));
    socket.on("error", () => socket.terminate());
    socket.on("close", () => this.#pages.delete(page));
    this.#send(page, { type: "alive" });
    if (page.missed.length > 0) this.#schedule();
  }

  /** Something happened to a request, session or review, or a person was told something; ANYTHING: to what everybody sees, or we don't know to what. */
  changed(subjectId: string): void {
    const at = Date.now();
    this.#recent.push({ subjectId, at });
    if (this.#recent.length > MOST_REMEMBERED) this.#forgotUntil = this.#recent.shift()?.at ?? at;
    this.#pending.add(subjectId);
    this.#schedule();
  }

  /** A sign-in ended or a person was disabled: their pages' sockets close, at once. */
  signInEnded(ended: { signInId?: string; personId?: string }): void {
    for (const page of this.#pages)
      if (page.actor.signInId === ended.signInId || page.actor.id === ended.personId) this.#signOut(page);
  }

  release(): void {
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#next);
    for (const { socket } of this.#pages) socket.close(CLOSE.restarting, "RESTARTING");
    this.#pages.clear();
  }

  #missedSince(since: number): string[] {
    if (since < this.#startedAt || since < this.#forgotUntil || since < Date.now() - MEMORY_MS)
      return [ANYTHING];
    return [...new Set(this.#recent.filter(({ at }) => at >= since).map(({ subjectId }) => subjectId))];
  }

  #schedule(): void {
    if (this.#next) return;
    const wait = Math.max(GATHER_MS, this.#toldAt + SPACING_MS - Date.now());
    this.#next = setTimeout(() => {
      this.#next = undefined;
      report(this.#tell());
    }, wait);
  }

  async #tell(): Promise<void> {
    this.#toldAt = Date.now();
    this.#recent = this.#recent.filter(({ at }) => at > this.#toldAt - MEMORY_MS);
    const subjects = this.#pending;
    this.#pending = new Set();
    const pages = [...this.#pages];
    if (pages.length === 0) return;
    const missed = pages.map((page) => page.missed);
    let audience: Map<string, Listener>;
    try {
      audience = await this.#read(pages, [...subjects, ...missed.flat()]);
    } catch (error) {
      // The database is away: it is told when it is back.
      for (const subjectId of subjects) this.#pending.add(subjectId);
      this.#toldAt = Date.now() + 1_000;
      this.#schedule();
      throw error;
    }
    for (const [index, page] of pages.entries()) {
      const listener = audience.get(page.actor.signInId);
      if (!listener || listener.isOver) {
        this.#signOut(page);
        continue;
      }
      page.missed = [];
      const heard = [...subjects, ...(missed[index] ?? [])];
      if (heard.some(listener.mayKnow)) this.#send(page, { type: "changed" });
      // ANYTHING: it may be that what was missed was for this person.
      if (heard.some((id) => id === page.actor.id || id === ANYTHING)) this.#send(page, { type: "told" });
    }
  }

  async #closeThoseOver(): Promise<void> {
    const pages = [...this.#pages];
    if (pages.length === 0) return;
    const audience = await this.#read(pages, []);
    for (const page of pages) if (audience.get(page.actor.signInId)?.isOver) this.#signOut(page);
    // What a page is told hangs on its person's roles: they must not grow old while it stays open.
    await this.#askForGroups([...this.#pages].map(({ actor }) => actor.signInId));
  }

  #read(pages: readonly Page[], subjectIds: readonly string[]): Promise<Map<string, Listener>> {
    return readAudience([...new Set(pages.map(({ actor }) => actor.signInId))], [...new Set(subjectIds)]);
  }

  #beat(): void {
    for (const page of this.#pages) {
      if (Date.now() - page.heardAt > PEER_LOST_MS) {
        page.socket.terminate();
        continue;
      }
      page.socket.ping();
      // A browser shows its page no ping: by this it knows that it is still connected.
      this.#send(page, { type: "alive" });
    }
  }

  #signOut(page: Page): void {
    this.#pages.delete(page);
    page.socket.close(CLOSE.notSignedIn, "NOT_SIGNED_IN");
  }

  #send({ socket }: Page, message: ToPage): void {
    if (socket.bufferedAmount > MOST_BUFFERED_BYTES) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.send(encodeToPage(message));
  }
}
