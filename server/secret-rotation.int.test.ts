import { randomBytes } from "node:crypto";
import { decode } from "next-auth/jwt";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { refusalIn } from "@/server/testing/wire";
import { startWorld, type World } from "../tools/world.mjs";

const MAX_AGE_SECONDS = 1;

let world: World;
let rows: Rows;
beforeAll(async () => {
  world = await startWorld({
    processes: ["sandbox", "identity", "web"],
    settings: { GROUPS_MAX_AGE_SECONDS: MAX_AGE_SECONDS },
  });
  rows = new Rows(world);
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

const newSecret = () => randomBytes(32).toString("hex");

/** A write before which the groups must be confirmed. It asks for what is not there: found missing, it was let in. */
async function confirmedWrite(person: Visitor, name: string): Promise<unknown> {
  await until("the groups are too old", 10_000, async () => {
    const { age } = await rows.one<{ age: number }>(
      "select extract(epoch from clock_timestamp() - groups_read_at)::float8 as age from people where subject = $1",
      [name],
    );
    return age > MAX_AGE_SECONDS;
  });
  const nodeId = "i-0b7d20e94a6c8135f";
  return refusalIn(await person.write("/api/sessions/create", { grantId: `grt_${"0".repeat(26)}`, nodeId }));
}
const LET_IN = [404, "NOT_FOUND"];
const SIGN_IN_AGAIN = [503, "GROUPS_UNCONFIRMED"];

const home = async (person: Visitor) => (await person.get(`${world.portalOrigin}/`)).status;

/** Which of these secrets opens the provider's tokens of a person's newest sign-in. */
async function sealedWith(name: string, secrets: Record<string, string>): Promise<string[]> {
  const { sealed } = await rows.one<{ sealed: string }>(
    `select provider_tokens as sealed from sign_ins s join people p on p.id = s.person_id
     where p.subject = $1 order by s.created_at desc limit 1`,
    [name],
  );
  const opening = Object.entries(secrets).map(async ([which, secret]) => {
    const opened = decode({ token: sealed, secret, salt: "halligan.provider-tokens" });
    return (await opened.catch(() => null)) === null ? [] : [which];
  });
  return (await Promise.all(opening)).flat();
}

it("the portal's secret is changed under people who are signed in", { timeout: 180_000 }, async () => {
  const secrets = { old: world.env().HALLIGAN_SECRET ?? "", new: newSecret(), foreign: newSecret() };
  const [ana, ben] = await Promise.all([Visitor.signIn(world, "ana"), Visitor.signIn(world, "ben")]);
  expect(await sealedWith("ana", secrets)).toEqual(["old"]);

  await world.restart("web", { HALLIGAN_SECRET: secrets.new, HALLIGAN_SECRET_SECOND: secrets.old });
  expect(await home(ana)).toBe(200);
  expect(await sealedWith("ana", secrets)).toEqual(["old"]);
  expect(await confirmedWrite(ana, "ana")).toEqual(LET_IN);
  expect(await sealedWith("ana", secrets)).toEqual(["new"]);
  expect(await sealedWith("ben", secrets)).toEqual(["old"]);

  await world.restart("web", { HALLIGAN_SECRET_SECOND: undefined });
  expect(await home(ana)).toBe(200);
  expect(await confirmedWrite(ana, "ana")).toEqual(LET_IN);
  // Whoever did nothing in the overlap is still signed in, and is asked to sign in again where it counts.
  expect(await home(ben)).toBe(200);
  expect(await confirmedWrite(ben, "ben")).toEqual(SIGN_IN_AGAIN);

  await world.restart("web", { HALLIGAN_SECRET: secrets.foreign });
  expect(await home(ana)).toBe(200);
  expect(await confirmedWrite(ana, "ana")).toEqual(SIGN_IN_AGAIN);
  const again = await Visitor.signIn(world, "ana");
  expect(await confirmedWrite(again, "ana")).toEqual(LET_IN);
  expect(await sealedWith("ana", secrets)).toEqual(["foreign"]);
});
