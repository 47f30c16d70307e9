// The certificates' library wants it before it is read itself.
import "reflect-metadata/lite";
import { createHash, webcrypto, X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stateSubfolder, writePrivate } from "../../checkout/state-folder.mjs";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 86_400_000;
const LIFETIME_DAYS = 90;
/** What ends sooner than this is made anew at the start. */
const LEAST_DAYS = 7;

/**
 * @typedef {{ key: string, cert: string }} Credential PEM texts; `cert` has its issuer behind it
 * @typedef {object} Certificates
 * @property {string} bundle file with every CA of the rehearsal, for NODE_EXTRA_CA_CERTS and sslrootcert
 * @property {string} browserCa file with the one CA that a browser needs
 * @property {string} browserPin SHA-256 of that CA's public key, base64, as Chromium's switch wants it
 * @property {(name: string) => Credential} of the certificate of one of the names it was asked for
 */

/**
 * Makes the CAs and certificates of a rehearsal, or takes those of the last one. There are two CAs, so that whoever
 * trusts the portal's in a browser trusts nothing that speaks in AWS's name; and their keys are kept nowhere: what is
 * trusted once can sign nothing more.
 * @param {string} state the rehearsal's state folder
 * @param {{ people: readonly string[], machines: readonly string[][] }} names people: one certificate for each name
 *   that a browser visits; machines: one for each list, called after its first name
 * @returns {Promise<Certificates>}
 */
export async function openCertificates(state, { people, machines }) {
  const folder = stateSubfolder(state, "certificates");
  const wanted = [...people.map((name) => [name]), ...machines];
  if (!isCurrent(folder, wanted)) {
    const ends = new Date(Date.now() + LIFETIME_DAYS * DAY_MS);
    const groups = [
      { file: "browser-ca", title: "Halligan rehearsal: portal and provider", names: people.map((n) => [n]) },
      { file: "machine-ca", title: "Halligan rehearsal: AWS and database", names: machines },
    ];
    for (const group of groups) await makeGroup(folder, group, ends);
  }
  const browserCa = join(folder, "browser-ca.pem");
  const bundle = join(folder, "all-ca.pem");
  writePrivate(
    bundle,
    readFileSync(browserCa, "utf8") + readFileSync(join(folder, "machine-ca.pem"), "utf8"),
  );
  return {
    bundle,
    browserCa,
    browserPin: pinOf(readFileSync(browserCa, "utf8")),
    of: (name) => ({
      key: readFileSync(join(folder, `${fileOf(name)}.key`), "utf8"),
      cert: readFileSync(join(folder, `${fileOf(name)}.pem`), "utf8"),
    }),
  };
}

function isCurrent(folder, wanted) {
  const atLeast = Date.now() + LEAST_DAYS * DAY_MS;
  return wanted.every((names) => {
    const file = join(folder, `${fileOf(names[0])}.pem`);
    if (!existsSync(file) || !existsSync(join(folder, "machine-ca.pem"))) return false;
    const certificate = new X509Certificate(readFileSync(file));
    const covered = certificate.subjectAltName ?? "";
    return (
      Date.parse(certificate.validTo) > atLeast && names.every((name) => covered.includes(`DNS:${name}`))
    );
  });
}

async function makeGroup(folder, { file, title, names }, notAfter) {
  const x509 = await library();
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  const dates = { notBefore: new Date(Date.now() - DAY_MS), notAfter, signingAlgorithm: ALGORITHM };
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...dates,
    name: `CN=${title}`,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  writePrivate(join(folder, `${file}.pem`), `${ca.toString("pem")}\n`);
  for (const hosts of names) {
    const own = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
    const leaf = await x509.X509CertificateGenerator.create({
      ...dates,
      subject: `CN=${hosts[0]}`,
      issuer: ca.subject,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: "dns", value }))),
        await x509.AuthorityKeyIdentifierExtension.create(ca),
      ],
    });
    writePrivate(join(folder, `${fileOf(hosts[0])}.key`), await pemOf(own.privateKey));
    writePrivate(join(folder, `${fileOf(hosts[0])}.pem`), `${leaf.toString("pem")}\n${ca.toString("pem")}\n`);
  }
}

async function library() {
  const x509 = await import("@peculiar/x509");
  x509.cryptoProvider.set(webcrypto);
  return x509;
}

async function pemOf(key) {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key)).toString("base64");
  const lines = der.match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`;
}

function pinOf(pem) {
  const key = new X509Certificate(pem).publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(key).digest("base64");
}

function fileOf(name) {
  return name.replace("*", "any");
}
