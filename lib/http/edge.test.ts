import { describe, expect, it } from "vitest";
import { readJsonBody, type SentBody } from "@/lib/edge/json-body";
import { AppError } from "@/lib/kernel/errors";
import { errorAnswer } from "./answer";
import { eachOnce } from "./each-once";
import { checkWrite } from "./guard";
import { requestIdFrom } from "./request-id";
import { sentBody } from "./route";
import { contentSecurityPolicy, securityHeaders } from "./security-headers";

const PORTAL = "http://localhost:3000";

describe("a write at the edge", () => {
  const check = (headers: Record<string, string>) => () => checkWrite(new Headers(headers), PORTAL);

  it("passes with our host and origin", () => {
    expect(check({ host: "localhost:3000", origin: PORTAL })).not.toThrow();
  });

  it("is refused for its host before anything else", () => {
    expect(check({ host: "evil.test", origin: "http://evil.test" })).toThrow(
      expect.objectContaining({ code: "FOREIGN_HOST" }),
    );
  });

  it("is refused for its origin", () => {
    expect(check({ host: "localhost:3000", origin: "http://evil.test" })).toThrow(
      expect.objectContaining({ code: "FOREIGN_ORIGIN" }),
    );
  });
});

describe("a query", () => {
  it("has each name once: of two values nobody knows which was meant", () => {
    expect(eachOnce(new URLSearchParams("kind=node&q="))).toEqual({ kind: "node", q: "" });
    expect(() => eachOnce(new URLSearchParams("kind=node&q=a&kind=person&kind=node"))).toThrow(
      expect.objectContaining({ code: "INVALID_INPUT", params: { fields: ["kind"] } }),
    );
  });

  it("has no name that stands for something else", () => {
    expect(Object.getPrototypeOf(eachOnce(new URLSearchParams("__proto__=x")))).toBe(Object.prototype);
  });
});

describe("a body", () => {
  const request = (
    body: BodyInit | null,
    headers: Record<string, string> = { "content-type": "application/json" },
  ) =>
    sentBody(
      new Request(`${PORTAL}/api/x`, { method: "POST", body, headers, duplex: "half" } as RequestInit),
    );

  it("is read as JSON", async () => {
    expect(await readJsonBody(request('{"a":"ä"}'))).toEqual({ a: "ä" });
    expect(await readJsonBody(request("1", { "content-type": "Application/JSON; charset=utf-8" }))).toBe(1);
  });

  it.each<[string, SentBody, string]>([
    ["of another type", request("{}", { "content-type": "text/plain" }), "content-type"],
    ["of a form", request(new URLSearchParams({ a: "1" }), {}), "content-type"],
    ["without a type", request(new Uint8Array([123, 125]), {}), "content-type"],
    ["that is empty", request(""), "body"],
    ["that is no JSON", request("{a:1}"), "body"],
    ["that is no UTF-8", request(new Uint8Array([34, 0xff, 34])), "body"],
  ])("%s is refused", async (_title, sent, field) => {
    await expect(readJsonBody(sent)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      params: { fields: [field] },
    });
  });

  it("of 64 KB passes, of a byte more is refused, whatever length it claims", async () => {
    const most = JSON.stringify("x".repeat(64 * 1024 - 2));
    expect(await readJsonBody(request(most))).toHaveLength(64 * 1024 - 2);
    await expect(readJsonBody(request(`${most} `))).rejects.toMatchObject({ code: "TOO_LARGE" });
    const endless = new ReadableStream<Uint8Array>({ pull: (to) => to.enqueue(new Uint8Array(10_000)) });
    await expect(readJsonBody(request(endless))).rejects.toMatchObject({ code: "TOO_LARGE" });
  });
});

describe("an error's answer", () => {
  it("says code, parameters and request id", async () => {
    const answer = errorAnswer(
      new AppError("WINDOW_TOO_LONG", "m", { params: { longestSeconds: 5 } }),
      "id-1",
      "/x",
    );
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      error: { code: "WINDOW_TOO_LONG", params: { longestSeconds: 5 }, requestId: "id-1" },
    });
  });

  it("tells nothing about what nobody expected", async () => {
    const answer = errorAnswer(new Error("password=hunter2 in row 7"), "id-2", "/x");
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ error: { code: "INTERNAL", params: {}, requestId: "id-2" } });
  });
});

it("a request id is ours or made anew, never the caller's words", () => {
  const id = "0b5c2a34-7f1e-4f0c-9f52-0d6a1c1f8e11";
  expect(requestIdFrom(new Headers({ "x-request-id": id }))).toBe(id);
  expect(requestIdFrom(new Headers({ "x-request-id": "<b>\n".trim() }))).toMatch(/^[0-9a-f-]{36}$/);
  expect(requestIdFrom(new Headers())).toMatch(/^[0-9a-f-]{36}$/);
});

describe("the policy of a page", () => {
  const page = {
    nonce: "bm9uY2U=",
    gatewayOrigin: "https://halligan.example",
    issuer: "https://id.example/realms/one",
    isDevelopment: false,
  };

  it("names nonce, gateway in both forms and the provider's origin, and forbids framing", () => {
    const policy = contentSecurityPolicy(page).split("; ");
    expect(policy).toContain("connect-src 'self' https://halligan.example wss://halligan.example");
    expect(policy).toContain("form-action 'self' https://id.example");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("default-src 'none'");
    expect(policy.find((line) => line.startsWith("script-src"))).toBe(
      "script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'",
    );
  });

  it("lets only the development server evaluate code", () => {
    expect(contentSecurityPolicy({ ...page, isDevelopment: true })).toContain(" 'unsafe-eval'");
    expect(contentSecurityPolicy(page)).not.toContain(" 'unsafe-eval'");
  });

  it("asks for https for ever only where https is spoken", () => {
    const names = (origin: string) => securityHeaders(origin).map(([name]) => name);
    expect(names("https://halligan.example")).toContain("strict-transport-security");
    expect(names(PORTAL)).not.toContain("strict-transport-security");
  });
});
