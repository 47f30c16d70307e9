import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCertificates } from "./certificates.mjs";

const run = promisify(execFile);
const NAMES = {
  people: ["halligan.test"],
  machines: [["*.eu-west-1.amazonaws.com", "*.amazonaws.com"], ["db.halligan.test"]],
};
const PROGRAM = `import tls from "node:tls"; const [host, ca] = process.argv.slice(1);
const socket = tls.connect({ host, port: 443, servername: host }, () => { console.log(socket.authorized ? "trusted" : "not trusted"); socket.destroy(); });
socket.on("error", (error) => console.log(error.code));`;

describe("the certificates of a rehearsal", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "halligan-certificates-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What a process of the portal finds that connects to a name, while a server shows a certificate there. */
  async function found(name: string, certificateOf: string, ca?: string): Promise<string> {
    const certificates = await openCertificates(folder, NAMES);
    const server = createServer(certificates.of(certificateOf), (socket) => socket.end());
    server.on("tlsClientError", () => {});
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", PROGRAM, name], {
      env: {
        NODE_ENV: "production",
        PATH: process.env.PATH,
        NODE_OPTIONS: `--import ${join(import.meta.dirname, "resolver.mjs")}`,
        NODE_EXTRA_CA_CERTS: ca ?? certificates.bundle,
        REHEARSAL_ROUTES: JSON.stringify({ "*.amazonaws.com": port, [name]: port }),
      },
    });
    server.close();
    return stdout.trim();
  }

  it("are trusted under their names by who knows the CAs", async () => {
    expect(await found("sts.eu-west-1.amazonaws.com", "*.eu-west-1.amazonaws.com")).toBe("trusted");
    expect(await found("iam.amazonaws.com", "*.eu-west-1.amazonaws.com")).toBe("trusted");
    expect(await found("halligan.test", "halligan.test")).toBe("trusted");
  });

  it("are not trusted under another name: checks stay on", async () => {
    expect(await found("sts.eu-west-1.amazonaws.com", "db.halligan.test")).toBe(
      "ERR_TLS_CERT_ALTNAME_INVALID",
    );
  });

  it("let whoever trusts the browser's CA trust nothing in AWS's name", async () => {
    const { browserCa } = await openCertificates(folder, NAMES);
    expect(await found("iam.amazonaws.com", "*.eu-west-1.amazonaws.com", browserCa)).toMatch(
      /SELF_SIGNED|UNABLE_TO/,
    );
  });

  it("stay the same from start to start, and no CA's key is kept", async () => {
    const first = await openCertificates(folder, NAMES);
    const before = readFileSync(first.browserCa, "utf8");
    const second = await openCertificates(folder, NAMES);
    expect(readFileSync(second.browserCa, "utf8")).toBe(before);
    expect(new X509Certificate(before).ca).toBe(true);
    expect(readdirSync(join(folder, "certificates")).filter((file) => /ca.*key/.test(file))).toEqual([]);
  });

  it("are made anew for a name that they do not cover", async () => {
    const before = readFileSync((await openCertificates(folder, NAMES)).browserCa, "utf8");
    const more = { ...NAMES, people: [...NAMES.people, "login.identity.test"] };
    const after = await openCertificates(folder, more);
    expect(readFileSync(after.browserCa, "utf8")).not.toBe(before);
    expect(after.of("login.identity.test").cert).toContain("BEGIN CERTIFICATE");
  });
});
