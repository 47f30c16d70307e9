import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";

const FILES: Readonly<Record<string, { type: string; read: () => string | Buffer }>> = {
  "/": {
    type: "text/html; charset=utf-8",
    read: () => `<!doctype html><title>bare</title><link rel="stylesheet" href="/xterm.css"><link rel="icon" href="data:,">
<div id="screen"></div>
<script type="module">
import { Terminal } from "/xterm.mjs";
const terminal = new Terminal({ cols: 80, rows: 24 });
window.typed = "";
terminal.onData((text) => { window.typed += text; });
terminal.open(document.getElementById("screen"));
terminal.focus();
document.title = "ready";
</script>`,
  },
  "/xterm.mjs": {
    type: "text/javascript",
    read: () => readFileSync("node_modules/@xterm/xterm/lib/xterm.mjs"),
  },
  "/xterm.css": { type: "text/css", read: () => readFileSync("node_modules/@xterm/xterm/css/xterm.css") },
};

/** xterm.js as its makers ship it, on a page with nothing else: no bundler, no handlers, the usual options. */
export class BareTerminal {
  readonly #server: Server;
  readonly #page: Page;

  private constructor(server: Server, page: Page) {
    this.#server = server;
    this.#page = page;
  }

  static async open(page: Page): Promise<BareTerminal> {
    const server = createServer((request, response) => {
      const file = FILES[request.url ?? ""];
      if (file) response.writeHead(200, { "content-type": file.type }).end(file.read());
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bare = new BareTerminal(server, page);
    await bare.load();
    return bare;
  }

  async load(): Promise<void> {
    await this.#page.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`);
    await this.#page.waitForFunction(() => document.title === "ready");
  }

  /** What xterm.js has given to be sent since the last call, as hexadecimal bytes. */
  async taken(): Promise<string> {
    const text = await this.#page.evaluate(() => {
      const here = window as unknown as { typed: string };
      const { typed } = here;
      here.typed = "";
      return typed;
    });
    return Buffer.from(text, "utf8").toString("hex");
  }

  /** Whether anything has been typed since it was last taken. */
  peek(): Promise<string> {
    return this.#page.evaluate(() => (window as unknown as { typed: string }).typed);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
