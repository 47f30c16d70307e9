import { encode } from "next-auth/jwt";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { parseCookies, signInCookie, signInIdFrom } from "./cookies";
import { sealTokens, unsealTokens } from "./provider-tokens";

const SECRET = "a secret of this test and of nothing else";

beforeAll(() => {
  Object.assign(process.env, testEnvironment("postgresql://nobody@127.0.0.1:1/none"));
});

const cookieOf = (token: string) => ({ [signInCookie().name]: token });

describe("a Cookie header", () => {
  test.each<[string, string | undefined, Record<string, string>]>([
    ["nothing", undefined, {}],
    ["several", "a=1; b=2", { a: "1", b: "2" }],
    ["the first of two with one name", "a=1; a=2", { a: "1" }],
    ["an encoded value", "a=1%203", { a: "1 3" }],
    ["a value that only looks encoded", "a=%E0%A4%A", { a: "%E0%A4%A" }],
    ["a value with an equals sign", "a=b=c", { a: "b=c" }],
    ["parts without a name or a value", "; x; =y; a=1;", { a: "1" }],
    ["a name that objects have already", "__proto__=1; a=2", { a: "2" }],
  ])("is read with %s", (_title, header, expected) => {
    expect({ ...parseCookies(header) }).toMatchObject(expected);
  });
});

describe("the sign-in cookie", () => {
  test("gives the sign-in it points to", async () => {
    const id = newId("signIn");
    expect(await signInIdFrom(cookieOf(await encode({ token: { sub: id }, secret: SECRET })))).toBe(id);
  });

  test.each<[string, () => Promise<string>]>([
    ["nothing that was sealed", async () => "eyJhbGciOiJub25lIn0.e30."],
    ["another secret's", () => encode({ token: { sub: newId("signIn") }, secret: `${SECRET}!` })],
    ["one that ran out", () => encode({ token: { sub: newId("signIn") }, secret: SECRET, maxAge: -60 })],
    [
      "one for another purpose",
      () => encode({ token: { sub: newId("signIn") }, secret: SECRET, salt: "next-auth.state" }),
    ],
    ["one that names a person", () => encode({ token: { sub: newId("person") }, secret: SECRET })],
    ["one without a subject", () => encode({ token: {}, secret: SECRET })],
  ])("counts for nothing when it holds %s", async (_title, token) => {
    expect(await signInIdFrom(cookieOf(await token()))).toBeUndefined();
  });

  test("is not read from anywhere else", async () => {
    const token = await encode({ token: { sub: newId("signIn") }, secret: SECRET });
    expect(await signInIdFrom({ "next-auth.session-token": token })).toBeUndefined();
    expect(await signInIdFrom({})).toBeUndefined();
  });

  test("can't be replaced by sealed tokens of the provider, nor they by it", async () => {
    const sealed = await sealTokens({ accessToken: "a" });
    expect(await signInIdFrom(cookieOf(sealed))).toBeUndefined();
    expect(await unsealTokens(await encode({ token: { accessToken: "a" }, secret: SECRET }))).toBeUndefined();
    expect(await unsealTokens(sealed)).toMatchObject({ accessToken: "a" });
  });
});
