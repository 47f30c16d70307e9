import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "@lydell/node-pty";
import { afterEach, describe, expect, it } from "vitest";
import { LINUX_SHELL_PROFILE } from "./shell-profile";

const CLEARED = "\x1b[H\x1b[2J";
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const MARKS = /\x1b]133;([^\x1b]*)\x1b\\/g;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/**
 * Types the profile as the agent does, then lines, each at the next prompt, then exit.
 * @param rc what the shell reads first; its prompts end with "% "
 */
async function type(file: string, rc: string, lines: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "profile-"));
  folders.push(folder);
  const rcFile = join(folder, "rc");
  writeFileSync(rcFile, rc);
  writeFileSync(join(folder, "history"), "before\n");
  const args = file === "/bin/bash" ? ["--noprofile", "--rcfile", rcFile, "-i"] : ["-i"];
  let output = "";
  let hasExited = false;
  let wake = () => {};
  const shell = spawn(file, args, {
    ...{ cols: 200, rows: 50, cwd: folder, name: "xterm-256color" },
    env: {
      TERM: "xterm-256color",
      PATH: "/usr/bin:/bin",
      HOME: folder,
      ENV: rcFile,
      HISTFILE: join(folder, "history"),
    },
  });
  shell.onData((text) => {
    output += text;
    wake();
  });
  shell.onExit(() => {
    hasExited = true;
    wake();
  });
  const after = () => output.slice(output.indexOf(CLEARED) + CLEARED.length);
  const until = async (isSo: () => boolean) => {
    while (!isSo())
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  shell.write(`${LINUX_SHELL_PROFILE}\n`);
  await until(() => output.includes(CLEARED));
  for (const [at, line] of [...lines, "exit"].entries()) {
    await until(() => after().split("% ").length > at + 1);
    shell.write(`${line}\r`);
  }
  await until(() => hasExited);
  return {
    output: after(),
    marks: [...after().matchAll(MARKS)].map(([, mark]) => mark),
    history: readFileSync(join(folder, "history"), "utf8").trim().split("\n"),
  };
}

describe.runIf(existsSync("/bin/bash"))("the shell profile in bash", { timeout: 20_000 }, () => {
  const inBash = (rc: string, lines: readonly string[]) => type("/bin/bash", rc, lines);

  it("tells of prompts, of what was entered, and what it ended with; marks end with ST", async () => {
    const { marks, output } = await inBash("PS1='% '", ["true", "(exit 7)", ""]);
    expect(marks).toEqual(
      ["D;0", "A", "B"].concat(["C", "D;0", "A", "B"], ["C", "D;7", "A", "B"], ["D;7", "A", "B", "C"]),
    );
    expect(output).not.toContain("\x07");
  });

  it.each([
    ["its own status", "PS1='% '; PROMPT_COMMAND='echo st=$?'"],
    ["a prompt that it makes anew", `PROMPT_COMMAND='PS1="st=$? % "'`],
    ["several of them", `PROMPT_COMMAND=('x=$?' 'PS1="st=$x % "')`],
    ["one that ends with a semicolon", "PS1='% '; PROMPT_COMMAND='echo st=$?; '"],
    ["one that is exported, also in a shell within", "PS1='% '; export PS1 PROMPT_COMMAND='echo st=$?'"],
  ])("leaves PROMPT_COMMAND %s", async (_, rc) => {
    const within = rc.includes("export") ? ["bash --norc", "(exit 4)", "exit"] : [];
    const { output, marks } = await inBash(rc, ["(exit 3)", ...within]);
    expect(output).toContain("st=3");
    if (within.length > 0) expect(output).toContain("st=4");
    expect(output).not.toContain("not found");
    expect(marks.filter((mark) => mark === "D;3").length).toBe(1);
    expect(marks.slice(0, 7)).toEqual(["D;0", "A", "B", "C", "D;3", "A", "B"]);
  });

  it("goes on under set -u, and keeps what is there as PS0", async () => {
    const { output, marks } = await inBash("set -u; PS1='% '; PS0='begins '", ["echo x"]);
    expect(output).not.toContain("unbound");
    expect(output).toContain("begins \x1b]133;C\x1b\\x\r\n");
    expect(marks.filter((mark) => mark === "C")).toHaveLength(2);
  });

  it("is not in the history, and nothing else is lost from it", async () => {
    const { history } = await inBash("PS1='% '; HISTCONTROL=; HISTTIMEFORMAT=", ["echo one", "echo two"]);
    expect(history.filter((line) => !line.startsWith("#"))).toEqual([
      "before",
      "echo one",
      "echo two",
      "exit",
    ]);
  });

  it.each(["readonly PS1='% '", "PS1='% '; readonly PROMPT_COMMAND=:", "PS1='% '; TERM=dumb"])(
    "leaves a shell as it was with: %s",
    async (rc) => {
      const { output, marks } = await inBash(rc, ["echo answered"]);
      expect(marks).toEqual([]);
      expect(output).toContain("answered\r\n");
      expect(output).not.toContain("readonly");
    },
  );
});

describe("the shell profile in a plain shell", { timeout: 20_000 }, () => {
  it("tells of prompts and what commands ended with", async () => {
    const { marks } = await type("/bin/sh", "PS1='% '", ["true", "(exit 7)"]);
    expect(marks.filter((mark) => mark !== "C")).toEqual(
      ["D;0", "A", "B"].concat(["D;0", "A", "B"], ["D;7", "A", "B"]),
    );
  });

  it("goes on under set -u", async () => {
    const { output } = await type("/bin/sh", "set -u; PS1='% '", ["echo answered"]);
    expect(output).toContain("answered\r\n");
  });
});
