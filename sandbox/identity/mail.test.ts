import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Mailbox } from "./mailbox";
import { startIdentityProvider } from "./server";
import { Browser } from "./testing/browser";

const PORTAL = "http://localhost:3999";
const CODE = "the-code-of-this-start";
let folder: string;
let stop: () => Promise<void>;
let origin: string;
let mailPort: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "identity-"));
  const port = await freePort();
  mailPort = await freePort();
  origin = `http://127.0.0.1:${port}`;
  stop = await startIdentityProvider({
    ...{
      port,
      mailPort,
      stateFolder: folder,
      clientId: "portal",
      clientSecret: "a-secret-for-this-test-only",
    },
    ...{ redirectUris: [`${PORTAL}/api/auth/callback/oidc`], issuer: origin, entryCode: CODE },
  });
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

const write = (to: string, subject: string, text: string, messageId?: string) =>
  createTransport({ host: "127.0.0.1", port: mailPort }).sendMail({
    ...{ from: "halligan@example.test", to, subject, text, html: "<b>the same</b>" },
    ...(messageId === undefined ? {} : { messageId }),
  });
async function read(address: string): Promise<string> {
  const browser = new Browser();
  await browser.fetch(`${origin}/open?code=${CODE}`);
  return (await browser.fetch(`${origin}${address}`)).text();
}

it("shows mail to the browsers that it knows, each person's and everybody's, newest first", async () => {
  await write("ben@example.test", "第一封", `Decide:\n${PORTAL}/requests/req_1\n`);
  await write("fay@example.test", "Second", "…");
  const all = await read("/mail");
  expect(all.indexOf("Second")).toBeLessThan(all.indexOf("第一封"));
  const bens = await read("/mail?of=ben");
  expect(bens).toContain(`<a href="${PORTAL}/requests/req_1">`);
  expect(bens).not.toContain("Second");
  expect(await read("/mail?of=ana")).toContain("No mail yet");
  expect((await fetch(`${origin}/mail`)).status).toBe(403);
  expect(await read("/groups")).toContain('href="/mail"');
});

it("shows what came twice once", async () => {
  for (const _ of [1, 2]) await write("ben@example.test", "Twice", "…", "<dlv_1@portal>");
  expect((await read("/mail")).match(/<h2>/g)).toHaveLength(1);
});

it("takes what is written for text, and only the portal's own addresses for links", async () => {
  const text = `<script>alert(1)</script>\nhttp://evil.test/\n${PORTAL}.evil.test/\n${PORTAL}/x y`;
  await write("ben@example.test", "<img src=x>", text);
  const page = await read("/mail");
  expect(page).not.toMatch(/<(script|img)/);
  expect(page.match(/<a href="http[^"]*"/g)).toEqual([`<a href="${PORTAL}/"`]);
});

it("keeps no more than two hundred", async () => {
  const mailbox = new Mailbox(() => 0);
  for (let number = 0; number < 205; number++)
    await mailbox.add(Buffer.from(`Subject: ${number}\r\nMessage-ID: <${number}@x>\r\n\r\nx`), [
      "ben@example.test",
    ]);
  expect([mailbox.all().length, mailbox.all()[0]?.subject]).toEqual([200, "204"]);
});
