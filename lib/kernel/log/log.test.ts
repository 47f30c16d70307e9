import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AppError } from "../errors";
import { makeLogger, writeTo } from "./log";
import type { LogFacts } from "./log-facts";
import { inRequestScope } from "./request-scope";

/** The line that is written, as a collector reads it, and as it stands in the stream. */
function lineOf(message: string, facts?: LogFacts, level: "info" | "error" = "info") {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  writeTo(makeLogger({ process: "gateway", level: "info", destination }), level, message, facts);
  expect(lines).toHaveLength(1);
  return { text: lines[0] ?? "", line: JSON.parse(lines[0] ?? "") as Record<string, unknown> };
}

describe("a log line", () => {
  it("says when, how grave, which process, where and what, as one line of JSON", () => {
    const { text, line } = lineOf("session opened", { sessionId: "ses_1", code: "session.opened" });
    expect(text.trim().split("\n")).toHaveLength(1);
    expect(line).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: "info",
      ...{ process: "gateway", pid: process.pid, host: expect.any(String) },
      ...{ message: "session opened", sessionId: "ses_1", code: "session.opened" },
    });
  });

  it("names the request and the person that it is written for", () => {
    const { line } = inRequestScope({ requestId: "r1", address: "::1", personId: "per_1" }, () =>
      lineOf("request"),
    );
    expect(line).toMatchObject({ requestId: "r1", personId: "per_1" });
    expect(
      inRequestScope({ requestId: "r1", address: "::1" }, () => lineOf("x", { requestId: "r2" })).line
        .requestId,
    ).toBe("r2");
  });

  it("gives an expected error's code and reason, and no stack", () => {
    const error = new AppError("AWS_THROTTLED", "AWS is busy", {
      cause: new Error("Rate exceeded\nat line 2"),
    });
    const { line, text } = lineOf("opening failed", { error }, "error");
    expect(line).toMatchObject({
      code: "AWS_THROTTLED",
      reason: "AWS is busy",
      cause: "Error: Rate exceeded",
    });
    expect(text).not.toContain("log.test.ts");
  });

  it("gives an unexpected error's stack, and its cause's", () => {
    const error = new TypeError("x is not a function", { cause: new RangeError("deep down") });
    const { line } = lineOf("failed", { error }, "error");
    expect(line.err).toMatchObject({ type: "TypeError", message: "x is not a function" });
    expect(JSON.stringify(line.err)).toMatch(/log\.test\.ts.*caused by: RangeError: deep down/s);
  });

  it.each<[string, LogFacts]>([
    [
      "a database's password in an address",
      { reason: "postgresql://web:hunter2-hunter2@db/halligan refused" },
    ],
    ["a token in an error's message", { error: new Error("bad token eyJhbGciOiJI.hunter2-hunter2.c2ln") }],
    ["a bearer header", { reason: "authorization: Bearer hunter2-hunter2" }],
    ["a cookie of ours", { reason: "halligan.sign-in=hunter2-hunter2; path=/" }],
    ["a code in an address", { reason: "GET /callback?code=hunter2-hunter2&state=1" }],
    ["a fact that is called a secret", { clientSecret: "hunter2-hunter2" }],
    ["a fact that is called a cookie", { cookie: "hunter2-hunter2" }],
    ["what was typed", { input: "hunter2-hunter2" }],
    ["a whole object", { row: { providerTokens: "hunter2-hunter2" } }],
    ["bytes", { frame: Buffer.from("hunter2-hunter2") }],
  ])("leaves out %s", (_what, facts) => {
    const { text } = lineOf("something", facts);
    expect(text).toContain("[removed]");
    expect(text).not.toContain("hunter2");
    expect(text).not.toContain(Buffer.from("hunter2").toString("base64").slice(0, 6));
  });

  it("draws control characters as signs: logs are read in terminals", () => {
    const { line } = lineOf("node \u001b[2J found", { name: "\u009b31m\u202eevil\u0007" });
    expect(line).toMatchObject({ message: "node \\u001b[2J found", name: "\\u009b31m\\u202eevil\\u0007" });
  });

  it("has an end", () => {
    expect(lineOf("x", { reason: "a".repeat(100_000) }).text.length).toBeLessThan(3_000);
  });
});

/** What a process writes goes through the log; the launchers in tools/ and the command line speak to a person. */
it("nothing in lib, server or app writes past the log", () => {
  const files = ["lib", "server", "app"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|generated|testing/.test(name))
      .map((name) => join(folder, name)),
  );
  expect(files.length).toBeGreaterThan(300);
  const isOwnDoor = (file: string) => file === join("lib", "http", "process", "console-to-log.ts");
  const past = files.filter(
    (file) => !isOwnDoor(file) && /\bconsole\.|process\.std(out|err)/.test(readFileSync(file, "utf8")),
  );
  expect(past).toEqual([]);
});
