import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);
const RESOLVER = join(import.meta.dirname, "resolver.mjs");

/** Runs a program as the portal's processes are run and gives what it printed. */
async function printed(program: string, routes: Record<string, number>): Promise<string> {
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program], {
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      NODE_OPTIONS: `--import ${RESOLVER}`,
      REHEARSAL_ROUTES: JSON.stringify(routes),
    },
  });
  return stdout.trim();
}

async function answering<T>(work: (port: number) => Promise<T>): Promise<T> {
  const server = createServer((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nhere"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  try {
    return await work(typeof address === "object" && address ? address.port : 0);
  } finally {
    server.close();
  }
}

it.each([
  ["options", `net.connect({ host: "sts.eu-west-1.amazonaws.com", port: 443 })`],
  ["port and host", `net.connect(443, "sts.eu-west-1.amazonaws.com")`],
  ["a socket of its own, as pg connects", `new net.Socket().connect(5432, "sts.eu-west-1.amazonaws.com")`],
])("leads a connection by name to where it is answered: %s", async (_, connect) => {
  const program = `import net from "node:net"; ${connect}.on("data", (chunk) => console.log(String(chunk)));`;
  expect(await answering((port) => printed(program, { "*.amazonaws.com": port }))).toContain("here");
});

it("leads an agent's connection there too, as the SDK connects", async () => {
  const program = `import http from "node:http"; http.get("http://sts.eu-west-1.amazonaws.com/path", (answer) => answer.on("data", (chunk) => console.log(String(chunk))));`;
  expect(await answering((port) => printed(program, { "*.amazonaws.com": port }))).toBe("here");
});

it("connects to nothing else but this machine", async () => {
  const program = `import https from "node:https"; https.get("https://example.com/").on("error", (error) => console.log(error.message));`;
  expect(await printed(program, { "*.amazonaws.com": 9 })).toContain(
    "its own names only, not to example.com",
  );
});
