import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readAnchors } from "./read-anchors";

/** What an administrator of the bucket's account, or what stands between, can make S3 say. */
let lists: (at: URL) => string;
let objects: (key: string, response: ServerResponse) => void;
const asked: string[] = [];
const server = createServer((request, response) => {
  const url = new URL(request.url ?? "", "http://s3");
  if (url.searchParams.has("versions")) response.end(lists(url));
  else {
    asked.push(url.pathname);
    objects(url.pathname.split("/").at(-1) ?? "", response);
  }
});

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${port}`);
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "auditor");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
});
beforeEach(() => {
  asked.length = 0;
  objects = (key, response) => response.end(`${key}\n`);
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const WHERE = "s3://anchors-of-the-portal/p";
const head = (number: number) => `p/${String(number).padStart(10, "0")}-20260314T092653589Z.txt`;
const page = (keys: readonly string[], more = "") =>
  `<ListVersionsResult>${more}${keys
    .map((key) => `<Version><Key>${key}</Key><VersionId>v1</VersionId><Size>10</Size></Version>`)
    .join("")}</ListVersionsResult>`;
const truncated = (marker?: string, version = "v1") =>
  `<IsTruncated>true</IsTruncated>${
    marker === undefined
      ? ""
      : `<NextKeyMarker>${marker}</NextKeyMarker><NextVersionIdMarker>${version}</NextVersionIdMarker>`
  }`;

describe("a list that is not the whole is no list", () => {
  it.each<[string, (at: URL) => string]>([
    ["that says there is more and not where", () => page([head(1)], truncated())],
    ["that leads to where it is", () => page([head(1)], truncated(head(1)))],
    [
      "that leads back",
      (at) => page([head(1)], truncated(at.searchParams.get("key-marker") === head(2) ? head(1) : head(2))),
    ],
  ])("%s", async (_, list) => {
    lists = list;
    await expect(readAnchors(WHERE)).rejects.toMatchObject({ code: "AWS_INVALID" });
  });

  it("and one of many versions of one name is read to its end", async () => {
    lists = (at) =>
      at.searchParams.get("version-id-marker") === "v2"
        ? page([head(2)])
        : page([head(1)], truncated(head(1), at.searchParams.has("version-id-marker") ? "v2" : "v1"));
    expect((await readAnchors(WHERE)).names).toEqual([head(1), head(1), head(2)]);
  });
});

describe("objects that somebody else named, archived or took away keep no head from being read", () => {
  it("by their names, which are not asked for", async () => {
    const hostile = [
      "p/../../0000000001-20260314T092653589Z.txt",
      "p/&#x1;bell",
      "p/a&#10;b",
      "p/?x#y",
      "p/%2e%2e/x",
    ];
    lists = () => page([...hostile, head(7)]);
    const { notes, names, unreadable } = await readAnchors(WHERE);
    expect(notes).toEqual(["", "", "", "", "", `${head(7).slice(2)}\n`]);
    expect(names?.slice(0, 2)).toEqual(["p/../../0000000001-20260314T092653589Z.txt", "p/\u0001bell"]);
    expect([asked.length, unreadable]).toEqual([1, []]);
  });

  it.each([
    ["InvalidObjectState", 403],
    ["NoSuchVersion", 404],
  ])("by %s", async (code, status) => {
    lists = () => page([head(1), head(2), head(3)]);
    objects = (key, response) => {
      if (!head(2).endsWith(key)) return void response.end("note\n");
      response.writeHead(status).end(`<Error><Code>${code}</Code><Message>no</Message></Error>`);
    };
    expect(await readAnchors(WHERE)).toMatchObject({
      ...{ names: [head(1), head(3)], notes: ["note\n", "note\n"], unreadable: [head(2)] },
    });
  });

  it("and what the reader may not read is said with its name", async () => {
    lists = () => page([head(1), head(2)]);
    objects = (key, response) => {
      if (!head(2).endsWith(key)) return void response.end("note\n");
      response.writeHead(403).end("<Error><Code>AccessDenied</Code><Message>no</Message></Error>");
    };
    await expect(readAnchors(WHERE)).rejects.toThrow(`${head(2)}: GetObject: AccessDenied`);
  });
});

describe("a file or a folder of anchors", () => {
  const folder = mkdtempSync(join(tmpdir(), "halligan-anchors-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is read piece by piece, wherever a piece ends and however long something in it is", async () => {
    const path = join(folder, "anchors.txt");
    // Each piece that is read is of 64 KiB.
    const note = (number: number) => `head ${number}\nsize\n\n— signed ${"x".repeat(number % 97)}\n`;
    const notes = Array.from({ length: 3_000 }, (_, number) => note(number));
    const long = "y".repeat(300_000);
    writeFileSync(path, [...notes.map((one) => `\n\n\n${one}`), `\n\n\n${long}\n\n\n\n`, notes[0]].join(""));
    const read = (await readAnchors(path)).notes;
    expect(read.slice(0, 3_000)).toEqual(notes);
    expect(read).toHaveLength(3_002);
    expect(read.at(-1)).toBe(notes[0]);
    expect(read.at(-2)?.length).toBeLessThan(100_000);
  });

  it("has no more than its own files", async () => {
    const own = mkdtempSync(join(folder, "copy-"));
    writeFileSync(join(own, "0000000001-20260314T092653589Z.txt"), "note\n");
    symlinkSync("/etc", join(own, "folder"));
    symlinkSync("/etc/passwd", join(own, "0000000002-20260314T092653589Z.txt"));
    expect(await readAnchors(own)).toMatchObject({
      notes: ["note\n"],
      names: ["0000000001-20260314T092653589Z.txt"],
    });
  });
});
