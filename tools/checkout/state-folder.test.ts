import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installSecret, openStateFolder, readJson, removeStateFolder, stateRoot } from "./state-folder.mjs";

const ROOT_UID = 0;
const ORDINARY_UID = 1000;
let parent = "";

beforeEach(() => {
  // Its parents are open on every machine, unlike those of a temporary folder below somebody's home.
  parent = mkdtempSync("/var/tmp/halligan-state-");
  chmodSync(parent, 0o711);
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe("where the state lies", () => {
  it("is beside the checkout for an ordinary user, whatever the parents' modes", () => {
    chmodSync(parent, 0o700);
    const folder = join(parent, "checkout");
    mkdirSync(folder);
    expect(stateRoot({ folder, uid: ORDINARY_UID, override: undefined })).toBe(join(folder, ".halligan"));
  });

  it("is in /var/tmp for root below a closed folder, which the database's user cannot enter", () => {
    const folder = join(parent, "closed", "checkout");
    mkdirSync(folder, { recursive: true });
    expect(stateRoot({ folder, uid: ROOT_UID, override: undefined })).toBe(join(folder, ".halligan"));
    chmodSync(join(parent, "closed"), 0o700);
    expect(stateRoot({ folder, uid: ROOT_UID, override: undefined })).toMatch(
      /^\/var\/tmp\/halligan-[0-9a-f]{12}$/,
    );
  });

  it("is where HALLIGAN_STATE says", () => {
    expect(stateRoot({ folder: parent, uid: ROOT_UID, override: "/some/where" })).toBe("/some/where");
  });
});

describe("the marker", () => {
  it("is written into a new folder and lets it be opened again and deleted", () => {
    const root = join(parent, "state");
    expect(openStateFolder(root)).toBe(root);
    expect(openStateFolder(root)).toBe(root);
    removeStateFolder(root);
    expect(existsSync(root)).toBe(false);
  });

  it("is demanded of a folder with something in it, which is then neither used nor deleted", () => {
    writeFileSync(join(parent, "thesis.txt"), "the only copy");
    expect(() => openStateFolder(parent)).toThrow(/was not made by Halligan/);
    expect(() => removeStateFolder(parent)).toThrow(/was not made by Halligan/);
    expect(readFileSync(join(parent, "thesis.txt"), "utf8")).toBe("the only copy");
  });
});

describe("secrets of an install", () => {
  it("stay the same, differ from each other and are readable by their owner only", () => {
    const root = openStateFolder(join(parent, "state"));
    const secret = installSecret(root, "portal");
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(installSecret(root, "portal")).toBe(secret);
    expect(installSecret(root, "database-owner")).not.toBe(secret);
    expect(statSync(join(root, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("are asked for in a sentence when their file is damaged", () => {
    writeFileSync(join(parent, "secrets.json"), "{");
    expect(() => readJson(join(parent, "secrets.json"))).toThrow(/is damaged .* --reset starts over/);
  });
});
