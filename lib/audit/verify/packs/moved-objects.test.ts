import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMovedObjects } from "./moved-objects";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "objects-"));
  mkdirSync(join(folder, "ses_1", "000002-0123456789abcdef"), { recursive: true });
  writeFileSync(join(folder, "ses_1", "000001-0123456789abcdef"), "whole");
  symlinkSync("/dev/zero", join(folder, "ses_1", "000003-0123456789abcdef"));
  writeFileSync(join(folder, "ses_2"), "a file where a folder should be");
  writeFileSync(join(folder, "secret"), "beside it");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a folder with a copy of the bucket", () => {
  it("is read by the names that jobs gives", async () => {
    const objects = await openMovedObjects(folder);
    expect(String(Buffer.from(await objects.read("ses_1/000001-0123456789abcdef", 5)))).toBe("whole");
    await expect(objects.read("ses_1/000001-0123456789abcdef", 4)).rejects.toMatchObject({
      code: "AWS_INVALID",
    });
  });

  it.each([
    "ses_1/000004-0123456789abcdef",
    // A folder, a file without an end, and a file where a folder should be.
    "ses_1/000002-0123456789abcdef",
    "ses_1/000003-0123456789abcdef",
    "ses_2/000001-0123456789abcdef",
    // What whoever owns the database may have written.
    "secret",
    "../secret",
    "ses_1/../secret",
    "/etc/passwd",
    "ses_1/000001-0123456789abcdef\n",
    "",
  ])("has no object %j", async (key) => {
    const objects = await openMovedObjects(folder);
    await expect(objects.read(key, 100)).rejects.toMatchObject({ code: "AWS_NOT_FOUND" });
  });

  it("lists its files, whatever their names", async () => {
    const keys: string[] = [];
    for await (const key of (await openMovedObjects(folder)).keys()) keys.push(key);
    expect(keys.sort()).toEqual(["secret", "ses_1/000001-0123456789abcdef", "ses_2"]);
  });

  it("is none that is a file", async () => {
    await expect(openMovedObjects(join(folder, "secret"))).rejects.toThrow("is no folder");
    await expect(openMovedObjects(join(folder, "nowhere"))).rejects.toThrow("ENOENT");
  });
});
