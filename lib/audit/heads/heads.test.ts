import { expect, it } from "vitest";
import { checkpointText, readCheckpoint } from "./checkpoint";
import { openNote, readKey, signerOf, signNote } from "./note";

const signer = signerOf("portal.example/audit", Buffer.alloc(32, 7).toString("base64"));
const other = signerOf("portal.example/audit", Buffer.alloc(32, 8).toString("base64url"));
const head = {
  origin: "portal.example/audit",
  size: 12,
  root: "ab".repeat(32),
  at: "2026-03-14T09:26:53.000Z",
};
const note = signNote(checkpointText(head), signer);

/** The example of https://c2sp.org/signed-note, and of Go's note package: made by another program. */
const GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_NOTE =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

it("a note that another program signed is opened", () => {
  const key = readKey(GO_KEY);
  expect(key?.id).toBe("c74f20a3");
  expect(openNote(GO_NOTE, key ? [key] : [])?.text).toContain("cryptography is the answer");
  expect(openNote(GO_NOTE.replace("answer", "Answer"), key ? [key] : [])).toBeNull();
});

it("a head is signed, opened with the public key as text, and read as it was", () => {
  const key = readKey(signer.key.text);
  expect(key?.text).toBe(signer.key.text);
  const opened = openNote(note, key ? [key] : []);
  expect(opened?.signedBy).toEqual([key]);
  expect(readCheckpoint(opened?.text ?? "")).toEqual(head);
});

it("another key has not signed it, and a further signature of a stranger is passed over", () => {
  expect(openNote(note, [other.key])).toBeNull();
  expect(openNote(note, [])).toBeNull();
  const line = signNote(checkpointText(head), other).split("\n\n")[1] ?? "";
  expect(openNote(note + line, [signer.key])).toEqual({ text: checkpointText(head), signedBy: [signer.key] });
});

it("a false signature of a known key counts against a note that has a good one", () => {
  const broken = signNote(checkpointText({ ...head, size: 13 }), other).split("\n\n")[1] ?? "";
  expect(openNote(note + broken, [signer.key, other.key])).toBeNull();
});

it("any byte that is another makes it another note", () => {
  for (let at = 0; at < note.length; at += 1) {
    const changed = note.slice(0, at) + String.fromCharCode(note.charCodeAt(at) ^ 1) + note.slice(at + 1);
    expect([at, openNote(changed, [signer.key])]).toEqual([at, null]);
  }
});

it("what is no note, no key or no head is none", () => {
  for (const text of [
    "",
    "\n\n",
    "a\n\n",
    note.slice(0, -1),
    `${note}half a no\n`,
    `${"x".repeat(10_000)}${note}`,
  ])
    expect(openNote(text, [signer.key])).toBeNull();
  for (const text of [
    "",
    "a+b+c",
    signer.key.text.replace("+", "-"),
    signer.key.text.replace(signer.key.id, "00000000"),
  ])
    expect(readKey(text)).toBeNull();
  for (const text of [
    "",
    checkpointText({ ...head, size: 0 }),
    checkpointText(head).replace("12", "012"),
    `${checkpointText(head)}more\n`,
  ])
    expect(readCheckpoint(text)).toBeNull();
});
