import "reflect-metadata/lite";
import { KeyObject, webcrypto } from "node:crypto";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { refusal, startSmtp, type TestServer } from "../testing/smtp";
import { type Mail, smtpSender } from "./smtp";

const FROM = { name: "Halligan", address: "halligan@example.test" };
const times = { whole: 1_500, connect: 1_000, greeting: 600, silent: 600 };
const MAIL: Mail = {
  to: { name: "Ben Okafor", address: "ben@example.test" },
  subject: "Ana Duarte requests access",
  text: "Who: Ana\n",
  html: "<p>Who: Ana</p>",
  messageId: "<dlv_1@halligan.example.test>",
};

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const to = (url: string, isTlsRequired = false) => smtpSender(url, FROM, { isTlsRequired, times })(MAIL);

async function smtp(...given: Parameters<typeof startSmtp>): Promise<TestServer> {
  const server = await startSmtp(...given);
  closers.push(server.close);
  return server;
}

/** A server that speaks no SMTP, or not for long. */
async function raw(onConnection: (socket: Socket) => void): Promise<{ url: string; open: () => number }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.resume();
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, open: () => sockets.size };
}

it("hands a message over to one person, marked as a program's, under its own id", async () => {
  const server = await smtp();
  expect(await to(server.url)).toMatchObject({ outcome: "delivered", isChannelDown: false });
  const [message] = server.received;
  expect(message).toMatchObject({ to: ["ben@example.test"], from: "halligan@example.test" });
  for (const header of [
    /^Message-ID: <dlv_1@halligan\.example\.test>\r$/im,
    /^Auto-Submitted: auto-generated\r$/im,
    /^To: Ben Okafor <ben@example\.test>\r$/im,
    /^From: Halligan <halligan@example\.test>\r$/im,
  ])
    expect(message?.source).toMatch(header);
});

it("keeps hostile names and subjects out of headers and envelope", async () => {
  const server = await smtp();
  const name = "Ben\r\nBcc: eve@example.test, <eve@example.test>";
  const subject = "x\r\nBcc: eve@example.test\r\n\r\nbody";
  const send = smtpSender(server.url, FROM, { isTlsRequired: false, times });
  expect(await send({ ...MAIL, subject, to: { name, address: "ben@example.test" } })).toMatchObject({
    outcome: "delivered",
  });
  expect(server.received[0]?.to).toEqual(["ben@example.test"]);
  const head = server.received[0]?.source.split("\r\n\r\n")[0];
  expect(head).not.toMatch(/^Bcc:/im);
});

describe("a server", () => {
  it.each([
    ["refuses the recipient for good", 550, "refused", false],
    ["has no room for now", 452, "again", false],
  ] as const)("that %s", async (_title, code, outcome, isChannelDown) => {
    const server = await smtp({ onRcptTo: (_address, _session, done) => done(refusal(code, "no mailbox")) });
    expect(await to(server.url)).toMatchObject({
      outcome,
      isChannelDown,
      text: expect.stringContaining(`${code} no mailbox`),
    });
  });

  it.each([
    [552, "refused"],
    [451, "again"],
  ] as const)("that answers %i to the message: %s", async (code, outcome) => {
    const server = await smtp({}, () => refusal(code, "not this"));
    expect(await to(server.url)).toMatchObject({ outcome, isChannelDown: false });
    expect(server.received).toEqual([]);
  });

  it("that refuses the login is the channel's fault, and its password is in no answer", async () => {
    const server = await smtp({
      ...{ authOptional: false, allowInsecureAuth: true },
      onAuth: (_auth, _session, done) => done(refusal(535, "bad login")),
    });
    const answer = await to(server.url.replace("//", "//portal:hunter%402@"));
    expect(answer).toMatchObject({ outcome: "again", isChannelDown: true });
    expect(answer.text).not.toContain("hunter");
  });

  it("that takes the login is given it as the settings have it", async () => {
    const seen: unknown[] = [];
    const server = await smtp({
      ...{ authOptional: false, allowInsecureAuth: true },
      onAuth: ({ username, password }, _session, done) => {
        seen.push(username, password);
        done(null, { user: "portal" });
      },
    });
    expect(await to(server.url.replace("//", "//portal:hunter%402@"))).toMatchObject({
      outcome: "delivered",
    });
    expect(seen).toEqual(["portal", "hunter@2"]);
  });

  it.each<[string, (socket: Socket) => void]>([
    ["says nothing", () => undefined],
    ["closes at once", (socket) => socket.end()],
    ["resets the connection", (socket) => socket.resetAndDestroy()],
    [
      "goes silent in the middle",
      (socket) => {
        socket.write("220 here\r\n");
      },
    ],
    [
      "closes in the middle",
      (socket) => {
        socket.write("220 here\r\n");
        socket.once("data", () => socket.end("250-x\r\n"));
      },
    ],
    ["speaks something else", (socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ])("that %s is tried again, and is the channel's fault", async (_title, onConnection) => {
    const server = await raw(onConnection);
    expect(await to(server.url)).toMatchObject({ outcome: "again", isChannelDown: true });
    await expect.poll(server.open).toBe(0);
  });

  it("that never finishes its greeting is cut off, however often it sends a byte", async () => {
    const server = await raw((socket) => {
      const timer = setInterval(() => socket.write("220-wait\r\n"), 50);
      socket.on("close", () => clearInterval(timer));
    });
    expect(await to(server.url)).toMatchObject({ outcome: "again", isChannelDown: true });
    await expect.poll(server.open).toBe(0);
  });

  it("that never finishes an answer is cut off when the whole try has taken too long", async () => {
    const server = await raw((socket) => {
      socket.write("220 here\r\n");
      socket.once("data", () => {
        const timer = setInterval(() => socket.write("250-wait\r\n"), 50);
        socket.on("close", () => clearInterval(timer));
      });
    });
    expect(await to(server.url)).toMatchObject({
      ...{ outcome: "again", isChannelDown: true, text: expect.stringContaining("took too long") },
    });
    await expect.poll(server.open).toBe(0);
  });

  it("that is not there is tried again", async () => {
    const server = await raw(() => undefined);
    for (const close of closers.splice(0)) await close();
    expect(await to(server.url)).toMatchObject({
      ...{ outcome: "again", isChannelDown: true },
      text: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it("without TLS gets nothing where TLS is required, not even a sender", async () => {
    const seen: string[] = [];
    const server = await smtp({
      onMailFrom: ({ address }, _session, done) => {
        seen.push(address);
        done();
      },
    });
    expect(await to(server.url, true)).toMatchObject({ outcome: "again", isChannelDown: true });
    expect(seen).toEqual([]);
  });

  it.each(["smtp", "smtps"])("whose certificate nobody vouches for gets nothing by %s", async (protocol) => {
    const server = await smtp({ ...(await selfSigned()), secure: protocol === "smtps", hideSTARTTLS: false });
    const answer = await to(server.url.replace("smtp:", `${protocol}:`));
    expect(answer).toMatchObject({
      outcome: "again",
      isChannelDown: true,
      text: expect.stringMatching(/self-signed/i),
    });
    expect(server.received).toEqual([]);
  });
});

async function selfSigned(): Promise<{ key: string; cert: string }> {
  const { X509CertificateGenerator } = await import("@peculiar/x509");
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const made = await X509CertificateGenerator.createSelfSigned(
    {
      name: "CN=127.0.0.1",
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 3_600_000),
      signingAlgorithm: algorithm,
      keys,
    },
    webcrypto as Crypto,
  );
  const key = KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" });
  return { key: String(key), cert: made.toString("pem") };
}
