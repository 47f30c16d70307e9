import { expect, it } from "vitest";
import { checkpointText } from "../checkpoint";
import { signerOf, signNote } from "../note";
import { isHeadKey, objectKeyOf } from "./object-key";

const signer = signerOf("portal.example/audit", Buffer.alloc(32, 7).toString("base64"));
const root = "ab".repeat(32);
const noteOf = (size: number, at: string) =>
  signNote(checkpointText({ origin: "portal.example/audit", size, root, at }), signer);

it("heads' objects sort as heads do", () => {
  const keys = [
    noteOf(9, "2026-03-14T09:26:53.589Z"),
    noteOf(10, "2026-03-14T09:26:53.000Z"),
    noteOf(10, "2026-03-14T09:27:53.000Z"),
    noteOf(2_147_483_647, "2026-03-14T09:27:54.000Z"),
  ].map(objectKeyOf);
  expect(keys[0]).toBe("0000000009-20260314T092653589Z.txt");
  expect([...keys].sort()).toEqual(keys);
  for (const key of keys)
    expect([key, `portal/${key}`].map((one) => isHeadKey(one ?? ""))).toEqual([true, true]);
});

it.each(["", "no note", "a\nb\n\n— x y\n", `../../etc\n1\n${"A".repeat(43)}=\n\n— x y\n`])(
  "what is no head has no name: %j",
  (text) => {
    expect(objectKeyOf(text)).toBeNull();
  },
);

it.each([
  "many/00001",
  "0000000009-20260314T092653589Z.txt.bak",
  "p/../0000000009-20260314T092653589Z.txt",
  "",
])("what no head is called is not read: %j", (key) => {
  expect(isHeadKey(key)).toBe(false);
});
