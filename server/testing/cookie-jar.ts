/** Cookies of one browser, kept by host name: like a browser's they know no ports. Paths and ages are left out. */
export class CookieJar {
  readonly #hosts = new Map<string, Map<string, string>>();
  /** Every Set-Cookie header that came, with what it asks of a browser. */
  readonly received: string[] = [];

  /** Takes the Set-Cookie headers of an answer. */
  take(url: string, given: readonly string[] = []): void {
    const { hostname } = new URL(url);
    const cookies = this.#hosts.get(hostname) ?? new Map<string, string>();
    this.#hosts.set(hostname, cookies);
    this.received.push(...given);
    for (const header of given) {
      const pair = header.split(";")[0] ?? "";
      const at = pair.indexOf("=");
      const isGone = /;\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(header) || pair.length === at + 1;
      if (isGone) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  /** The Cookie header for an address, or nothing. */
  headerFor(url: string): { cookie?: string } {
    const cookies = this.#hosts.get(new URL(url).hostname);
    if (!cookies || cookies.size === 0) return {};
    return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
  }
}
