import type { World } from "../../tools/world.mjs";
import { CookieJar } from "./cookie-jar";
import { Terminal, type TerminalOptions } from "./terminal";
import { type Answer, type Sent, send } from "./wire";

export type PersonName = "ana" | "ben" | "cleo" | "dov" | "eve" | "fay";

const MOST_REDIRECTS = 12;

/** Somebody with a browser: signed in through the portal and the identity provider, as a person would. */
export class Visitor {
  readonly jar = new CookieJar();

  constructor(readonly world: World) {}

  /** Walks from the sign-in button to the portal's home. */
  static async signIn(world: World, who: PersonName): Promise<Visitor> {
    const visitor = new Visitor(world);
    const { portalOrigin } = world;
    const { body } = await visitor.get(`${portalOrigin}/api/auth/csrf`);
    const { csrfToken } = JSON.parse(body) as { csrfToken: string };
    const form = new URLSearchParams({ csrfToken, callbackUrl: "/", json: "true" });
    const answer = await visitor.fetch(`${portalOrigin}/api/auth/signin/oidc`, {
      method: "POST",
      headers: { origin: portalOrigin, "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
    });
    const { url } = JSON.parse(answer.body) as { url: string };
    const chooser = await visitor.follow(url);
    await visitor.follow(chooser.url, {
      method: "POST",
      headers: {
        origin: new URL(chooser.url).origin,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: `person=${who}`,
    });
    if (!visitor.cookie.includes("halligan.sign-in"))
      throw new Error(`${who} could not sign in: the walk ended without the portal's cookie`);
    return visitor;
  }

  /** The Cookie header that portal and gateway get. */
  get cookie(): string {
    return this.jar.headerFor(this.world.portalOrigin).cookie ?? "";
  }

  /** One request with this browser's cookies. */
  async fetch(url: string, sent: Sent = {}): Promise<Answer> {
    const answer = await send(url, { ...sent, headers: { ...this.jar.headerFor(url), ...sent.headers } });
    this.jar.take(url, answer.headers["set-cookie"]);
    return answer;
  }

  get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.fetch(url, { headers });
  }

  /** Goes where redirects lead. */
  async follow(url: string, sent: Sent = {}): Promise<Answer & { url: string }> {
    let at = url;
    let answer = await this.fetch(at, sent);
    for (let hops = 0; answer.headers.location !== undefined; hops += 1) {
      if (hops > MOST_REDIRECTS) throw new Error(`redirected in circles from ${url} to ${at}`);
      at = new URL(answer.headers.location, at).href;
      answer = await this.fetch(at);
    }
    return { ...answer, url: at };
  }

  /** A write from one of the portal's own pages. */
  write(path: string, input: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.fetch(`${this.world.portalOrigin}${path}`, {
      method: "POST",
      headers: { origin: this.world.portalOrigin, "content-type": "application/json", ...headers },
      body: JSON.stringify(input),
    });
  }

  /** A write that must work. @returns its JSON */
  async post<T>(path: string, input: unknown): Promise<T> {
    const { status, body } = await this.write(path, input);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${body}`);
    return JSON.parse(body) as T;
  }

  /** Opens the terminal of a session, as its page does. */
  open(sessionId: string, options: TerminalOptions = {}): Terminal {
    const { gatewayOrigin = this.world.gatewayOrigin, ...rest } = options;
    return new Terminal(
      { gatewayOrigin, sessionId },
      { headers: { cookie: this.cookie, origin: this.world.portalOrigin }, ...rest },
    );
  }
}
