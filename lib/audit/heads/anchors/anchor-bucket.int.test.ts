import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectRetentionCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assumeRole } from "@/lib/aws/credentials";
import { s3Client } from "@/lib/aws/objects/objects";
import { config } from "@/lib/kernel/config/config";
import { signerOf, signNote } from "../note";
import { anchorBucket } from "./anchor-bucket";
import { objectKeyOf } from "./object-key";
import { readAnchors } from "./read-anchors";
import { BUCKET, openAnchoredBucket, place, region, WHERE } from "./testing/anchored-bucket";

let opened: Awaited<ReturnType<typeof openAnchoredBucket>>;
let { grow, intoFile, intoBucket, health, versions, verify, s3, path } = {} as typeof opened;

beforeAll(async () => {
  opened = await openAnchoredBucket();
  ({ grow, intoFile, intoBucket, health, versions, verify, s3, path } = opened);
});
afterAll(() => opened.close());

it("each head is an object that is locked in compliance mode, and the same as in the file", async () => {
  for (const _ of [1, 2, 3]) {
    await grow();
    await intoFile();
    await intoBucket();
    await intoBucket();
  }
  const found = await versions();
  expect(found.map(({ Key }) => Key.slice(0, 16))).toEqual([1, 2, 3].map((size) => `test/000000000${size}-`));
  const [first] = found;
  const { Retention } = await s3.send(
    new GetObjectRetentionCommand({ Bucket: BUCKET, ...first, Key: first?.Key }),
  );
  expect(Retention?.Mode).toBe("COMPLIANCE");
  const days = (Number(Retention?.RetainUntilDate) - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(30);
  const ofBucket = await readAnchors(WHERE);
  expect(ofBucket.notes).toEqual((await readAnchors(path)).notes);
  expect(await verify(WHERE)).toMatchObject({ faults: [], heads: 3, anchors: 3 });
  expect(await verify(path)).toMatchObject({ faults: [], heads: 3, anchors: 3 });
});

it("an administrator of the bucket's account can't delete what is locked, and what is hidden is read", async () => {
  const [first] = await versions();
  if (!first) throw new TypeError("there is no anchor");
  await expect(s3.send(new DeleteObjectCommand({ Bucket: BUCKET, ...first }))).rejects.toMatchObject({
    name: "AccessDenied",
  });
  const { VersionId } = await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: first.Key }));
  expect(await verify(WHERE)).toMatchObject({ faults: [`anchors removed ${first.Key}`], anchors: 3 });
  await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: first.Key, VersionId }));
  expect((await verify(WHERE)).faults).toEqual([]);
});

it("the portal's own role can neither delete, nor overwrite, nor write without the lock", async () => {
  const role = s3Client(
    region,
    await assumeRole({ account: { regions: [region] }, roleArn: place.roleArn, roleSessionName: "thief" }),
  );
  const [first] = await versions();
  const Key = first?.Key ?? "";
  const denied = { name: "AccessDenied" };
  await expect(role.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }))).rejects.toMatchObject(denied);
  const lock = {
    ObjectLockMode: "COMPLIANCE",
    ObjectLockRetainUntilDate: new Date(Date.now() + 86_400_000),
  } as const;
  const put = { Bucket: BUCKET, Key, Body: "other" };
  await expect(role.send(new PutObjectCommand({ ...put, ...lock }))).rejects.toMatchObject(denied);
  await expect(role.send(new PutObjectCommand({ ...put, IfNoneMatch: "*" }))).rejects.toMatchObject(denied);
  await expect(role.send(new PutObjectCommand({ ...put, ...lock, IfNoneMatch: "*" }))).rejects.toMatchObject({
    name: "PreconditionFailed",
  });
});

it("two processes that anchor at once leave one object for each head", async () => {
  await grow();
  await intoFile();
  const other = anchorBucket({ ...place, retentionDays: 30 });
  await Promise.all([intoBucket(), intoBucket(other), intoBucket()]);
  expect(await versions()).toHaveLength(4);
  expect(await verify(WHERE)).toMatchObject({ faults: [], anchors: 4 });
});

it("a head that somebody else put there, to delete it later, is locked as all are", async () => {
  await grow();
  await intoFile();
  const note = (await readAnchors(path)).notes.at(-1) ?? "";
  const Key = `test/${objectKeyOf(note)}`;
  // For as long as the bucket's default says: a day.
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: note }));
  await intoBucket();
  const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket: BUCKET, Key }));
  expect(Retention?.Mode).toBe("COMPLIANCE");
  expect(Math.round((Number(Retention?.RetainUntilDate) - Date.now()) / 86_400_000)).toBe(30);
  expect((await verify(WHERE)).faults).toEqual([]);
});

it("something else under a head's name is not overwritten, and is said at once", async () => {
  await grow();
  await intoFile();
  const note = (await readAnchors(path)).notes.at(-1) ?? "";
  const Key = `test/${objectKeyOf(note)}`;
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "not a head" }));
  await expect(intoBucket()).rejects.toMatchObject({
    code: "ANCHOR_CONFLICT",
    message: expect.stringContaining(Key),
  });
  expect(await health()).toEqual(["bucket ANCHOR_CONFLICT", "file works"]);
  expect((await verify(WHERE)).faults).toEqual([`anchors unsigned ${Key}`]);
  // It was put there with the bucket's default, so that it stays; under a marker there is room for the head.
  await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
  await intoBucket();
  expect(await health()).toEqual(["bucket works", "file works"]);
  expect(VersionId).toBeDefined();
  expect((await verify(WHERE)).faults.toSorted()).toEqual([
    `anchors removed ${Key}`,
    `anchors unsigned ${Key}`,
  ]);
});

describe("a bucket that can't be written to holds up nothing", () => {
  it("one without Object Lock, or that locks nothing by default or not for all, is not written to", async () => {
    await grow();
    await intoFile();
    const make = (Bucket: string, ObjectLockEnabledForBucket: boolean) =>
      s3.send(
        new CreateBucketCommand({
          ...{ Bucket, ObjectLockEnabledForBucket },
          CreateBucketConfiguration: { LocationConstraint: region },
        }),
      );
    await make("no-lock-at-all", false);
    await make("no-default-retention", true);
    await make("governance-only", true);
    await s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket: "governance-only",
        ObjectLockConfiguration: {
          ObjectLockEnabled: "Enabled",
          Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 30 } },
        },
      }),
    );
    // The anchors' own role may ask this of no other bucket: an administrator stands for one that may.
    const admin = { ...place, roleArn: "arn:aws:iam::444455556666:role/OrganizationAccountAccessRole" };
    const { jobs: own, operator } = opened.outside.sandbox.credentials;
    Object.assign(config(), {
      HALLIGAN_AWS_ACCESS_KEY_ID: operator?.accessKeyId,
      HALLIGAN_AWS_SECRET_ACCESS_KEY: operator?.secretAccessKey,
    });
    try {
      const unlocked = { code: "ANCHOR_UNLOCKED" };
      await expect(
        intoBucket(anchorBucket({ ...admin, bucket: "no-lock-at-all", retentionDays: 30 })),
      ).rejects.toMatchObject(unlocked);
      for (const bucket of ["no-default-retention", "governance-only"])
        await expect(
          intoBucket(anchorBucket({ ...admin, bucket, retentionDays: undefined })),
        ).rejects.toMatchObject(unlocked);
      expect(await health()).toEqual(["bucket ANCHOR_UNLOCKED", "file works"]);
    } finally {
      Object.assign(config(), {
        HALLIGAN_AWS_ACCESS_KEY_ID: own?.accessKeyId,
        HALLIGAN_AWS_SECRET_ACCESS_KEY: own?.secretAccessKey,
      });
    }
  });

  it("one that denies: the file goes on, and what came meanwhile is copied later", async () => {
    const denied = anchorBucket({ ...place, bucket: "somebody-elses", retentionDays: 30 });
    for (const _ of [1, 2]) {
      await grow();
      await intoFile();
      await expect(intoBucket(denied)).rejects.toMatchObject({ code: "AWS_ACCESS_DENIED" });
    }
    expect(await health()).toEqual(["bucket AWS_ACCESS_DENIED", "file works"]);
    const before = (await versions()).length;
    await intoBucket();
    expect(await versions()).toHaveLength(before + 3);
    expect(await health()).toEqual(["bucket works", "file works"]);
  });

  it("a throttled one is tried again", async () => {
    await grow();
    await intoFile();
    await opened.outside.sandbox.control("fail", { action: "s3:PutObject", code: "SlowDown", count: 20 });
    await expect(intoBucket()).rejects.toMatchObject({ code: "AWS_THROTTLED" });
    await opened.outside.sandbox.control("calm", {});
    await intoBucket();
    expect(await health()).toEqual(["bucket works", "file works"]);
  });

  it("an answer that was lost is no conflict", async () => {
    await grow();
    await intoFile();
    await opened.outside.sandbox.control("fail", { action: "s3:PutObject", afterEffect: true, count: 1 });
    const before = (await versions()).length;
    await intoBucket();
    expect(await versions()).toHaveLength(before + 1);
    expect(await health()).toEqual(["bucket works", "file works"]);
  });

  it("a silent one: sealing and the file go on beside it", async () => {
    const silent: Server = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const sockets = new Set<{ destroy: () => void }>();
    silent.on("connection", (socket) => sockets.add(socket.on("error", () => undefined)));
    const address = silent.address();
    const endpoint = config().HALLIGAN_AWS_ENDPOINT;
    config().HALLIGAN_AWS_ENDPOINT = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    await grow();
    await intoFile();
    const asked = new Promise((resolve) => silent.once("connection", resolve));
    const late = intoBucket(anchorBucket({ ...place, retentionDays: 30 })).catch((error: unknown) => error);
    await asked;
    await grow();
    await intoFile();
    expect(await verify(path)).toMatchObject({ faults: [] });
    config().HALLIGAN_AWS_ENDPOINT = endpoint;
    for (const socket of sockets) socket.destroy();
    silent.close();
    expect(await late).toMatchObject({ code: "AWS_UNAVAILABLE" });
    await intoBucket();
    expect(await health()).toEqual(["bucket works", "file works"]);
  });

  it("a file that can't be written: the bucket signs in its place, and the file gets them later", async () => {
    await grow();
    const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
    await expect(intoFile(() => Promise.reject(full))).rejects.toThrow("no space");
    const before = (await versions()).length;
    await intoBucket();
    expect(await versions()).toHaveLength(before + 1);
    expect(await health()).toEqual(["bucket works", "file ENOSPC"]);
    await intoFile();
    expect(await verify(path)).toMatchObject({ faults: [] });
  });
});

describe("from the bucket's anchors", () => {
  it("objects of others are named, however long they are and whoever signed them", async () => {
    const stranger = signerOf("portal.example/audit", Buffer.alloc(32, 9).toString("base64"));
    const bodies: [string, string | Buffer][] = [
      ["test/zz-foreign.txt", signNote("portal.example/audit\n1\nx\n", stranger)],
      ["test/zz-garbage.txt", Buffer.from([0, 255, 10, 10, 254])],
      ["test/zz-huge.txt", Buffer.alloc(3_000_000, "\n\n")],
    ];
    for (const [Key, Body] of bodies) await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    const { faults } = await verify(WHERE);
    for (const [Key] of bodies) expect(faults).toContain(`anchors unsigned ${Key}`);
    // Half of a copied folder: what is there is verified without AWS, what is missing is named.
    const copy = join(opened.folder, "copy");
    mkdirSync(join(copy, "test"), { recursive: true });
    const { notes, names } = await readAnchors(WHERE);
    for (const [index, name] of (names ?? []).entries())
      writeFileSync(
        join(copy, name),
        name.endsWith("huge.txt") ? Buffer.alloc(20_000) : (notes[index] ?? ""),
      );
    const offline = await verify(copy);
    for (const [Key] of bodies) expect(offline.faults).toContain(`anchors unsigned ${Key}`);
    const [lost = ""] = names ?? [];
    rmSync(join(copy, lost));
    expect((await verify(copy)).faults).toContain("anchors removed head 1");
  });

  it("more objects than a page has are all read", async () => {
    const many = Array.from(
      { length: 1_050 },
      (_, index) => `many/${String(index).padStart(10, "0")}-20260314T092653589Z.txt`,
    );
    for (let at = 0; at < many.length; at += 50)
      await Promise.all(
        many
          .slice(at, at + 50)
          .map((Key) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }))),
      );
    expect((await readAnchors(`s3://${BUCKET}/many/`)).notes).toEqual(many);
  });

  it("yesterday's copy of the database, and another history that is right in itself, are found", async () => {
    const table = (name: string) => `delete from ${name}`;
    const rewrite = (statements: string[]) =>
      opened.database.asSuperuser(async (client) => {
        await client.query("set session_replication_role = replica");
        for (const statement of statements) await client.query(statement);
      });
    const good = (await verify(WHERE)).faults;
    await rewrite([
      `${table("audit_events")} where id in (select event_id from audit_links where batch_number > 2)`,
      `${table("audit_links")} where batch_number > 2`,
      `${table("audit_batches")} where number > 2`,
      `${table("audit_heads")} where size > 2`,
    ]);
    const found = (await verify(WHERE)).faults.filter((fault) => !good.includes(fault));
    expect(found.filter((fault) => fault.startsWith("anchors removed test/")).length).toBeGreaterThan(5);

    await rewrite(
      ["audit_heads", "audit_tree_nodes", "audit_links", "audit_batches", "audit_events"].map(table),
    );
    for (const nodeId of ["i-2", "i-3", "i-4"]) await grow(nodeId);
    const forged = (await verify(WHERE)).faults;
    expect(forged.filter((fault) => fault.startsWith("anchors chain-broken test/"))).toHaveLength(3);
    expect(forged.filter((fault) => fault.startsWith("anchors removed test/")).length).toBeGreaterThan(4);
  });
});
