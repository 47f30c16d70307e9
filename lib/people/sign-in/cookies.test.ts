import { encode } from "next-auth/jwt";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { config } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { sealTokens, unsealTokens } from "../provider/tokens";
import { parseCookies, signInCookie, signInTokenFrom } from "./cookies";
import { newSignInToken, tokenHash } from "./sign-in-token";

const SECRET = "a secret of this test and of nothing else";

beforeAll(() => {
  Object.assign(process.env, testEnvironment("postgresql://nobody@127.0.0.1:1/none"));
});

const cookieOf = (token: string) => ({ [signInCookie().name]: token });

describe("a Cookie header", () => {
  it.each<[string, string | undefined, Record<string, string>]>([
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
  const token = newSignInToken();

  it("carries a token of 256 bits and nothing else", () => {
    expect(signInTokenFrom(cookieOf(token))).toBe(token);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    expect(new Set(Array.from({ length: 100 }, newSignInToken)).size).toBe(100);
  });

  it.each<[string, string]>([
    ["nothing", ""],
    ["a sign-in's id", newId("signIn")],
    ["the hash of a token", tokenHash(token)],
    ["half a token", token.slice(0, 21)],
    ["a token and more", `${token}=`],
    ["what was sealed", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c"],
  ])("is not looked up when it holds %s", (_title, value) => {
    expect(signInTokenFrom(cookieOf(value))).toBeUndefined();
  });

  it("is not read from anywhere else", () => {
    expect(signInTokenFrom({ "next-auth.session-token": token })).toBeUndefined();
    expect(signInTokenFrom({})).toBeUndefined();
  });

  it("is known by its SHA-256", () => {
    expect(tokenHash("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});

describe("the provider's tokens", () => {
  const sealedWith = (secret: string) =>
    encode({ token: { accessToken: "a" }, secret, salt: "halligan.provider-tokens" });
  const older = `the one before ${SECRET}`;
  afterEach(() => {
    delete config().HALLIGAN_SECRET_SECOND;
  });

  it("open again as they were sealed, and only for this purpose", async () => {
    expect(await unsealTokens(await sealTokens({ accessToken: "a" }))).toEqual({
      tokens: { accessToken: "a" },
      isOfSecond: false,
    });
    expect(await unsealTokens(await encode({ token: { accessToken: "a" }, secret: SECRET }))).toBeUndefined();
    expect(await unsealTokens("a.b.c")).toBeUndefined();
  });

  it("open with the second secret as well, while there is one; what is sealed anew needs the first", async () => {
    const sealed = await sealedWith(older);
    expect(await unsealTokens(sealed)).toBeUndefined();
    config().HALLIGAN_SECRET_SECOND = older;
    expect(await unsealTokens(sealed)).toEqual({ tokens: { accessToken: "a" }, isOfSecond: true });
    const anew = await sealTokens({ accessToken: "b" });
    delete config().HALLIGAN_SECRET_SECOND;
    expect(await unsealTokens(anew)).toEqual({ tokens: { accessToken: "b" }, isOfSecond: false });
  });
});
