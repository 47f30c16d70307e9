import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "@lydell/node-pty";
import { LINUX_SHELL_PROFILE } from "@/lib/terminal-output/shell-profile";

const COLS = 60;
/** More than any line needs: bash loses its place in one that is higher than the screen. */
const ROWS = 60;
/** No program has such a name, and there is no PATH either. */
const WORDS = [
  "q",
  "zx",
  "qzjx ",
  "jq ",
  "zzz qq jj ",
  "xq".repeat(12),
  "資料庫",
  "é ",
  "連線 失敗 ",
  "qz".repeat(33),
];
const KEYS = {
  left: "\x1b[D",
  right: "\x1b[C",
  up: "\x1b[A",
  down: "\x1b[B",
  backspace: "\x7f",
  delete: "\x1b[3~",
  start: "\x01",
  end: "\x05",
  cutWord: "\x17",
  cutRest: "\x0b",
  cutStart: "\x15",
  insertCut: "\x19",
  clear: "\x0c",
  wordBack: "\x1bb",
  wordOn: "\x1bf",
  transpose: "\x14",
} as const;
const KEY_NAMES = Object.keys(KEYS) as (keyof typeof KEYS)[];

/** What was printed while somebody typed, and what bash says was run. */
export interface TypedSession {
  size: { cols: number; rows: number };
  output: string[];
  history: string[];
}

/**
 * A person at a real bash: types, moves, inserts, deletes, takes lines from the history, clears the screen.
 * @param below random numbers below a limit
 * @param telling how the shell says where its prompts and commands are (OSC 133): by what was set up for it, by what the
 *   session document has typed, or not at all
 */
export async function typeIntoBash(
  below: (limit: number) => number,
  commands: number,
  telling: "marks" | "profile" | "nothing",
): Promise<TypedSession> {
  const folder = mkdtempSync(join(tmpdir(), "typing-"));
  const ran = join(folder, "ran");
  writeFileSync(ran, "");
  writeFileSync(join(folder, "rc"), rcFile(ran, telling === "marks"));
  const output: string[] = [];
  let all = "";
  let wake = () => {};
  const shell = spawn("/bin/bash", ["--noprofile", "--rcfile", join(folder, "rc"), "-i"], {
    ...{ cols: COLS, rows: ROWS, cwd: folder, name: "xterm-256color" },
    env: { TERM: "xterm-256color", LANG: "C.UTF-8", HOME: folder, PATH: "/nonexistent" },
  });
  shell.onData((text) => {
    output.push(text);
    all += text;
    wake();
  });
  const prompts = async (count: number) => {
    // The prompt itself comes when keys are no longer echoed by the terminal.
    while (!/[#$] /.test(all.split("\x1b]777;ready\x07")[count] ?? ""))
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  const before = telling === "profile" ? 2 : 1;
  try {
    // As the agent does: before the shell is there.
    if (telling === "profile") shell.write(`${LINUX_SHELL_PROFILE}\n`);
    await prompts(before);
    for (let at = 0; at < commands; at += 1) {
      const keys = 3 + below(30);
      for (let key = 0; key < keys; key += 1)
        shell.write(below(3) > 0 ? pick(WORDS, below) : press(pick(KEY_NAMES, below), below));
      shell.write("\r");
      await prompts(at + before + 1);
    }
  } finally {
    shell.kill("SIGKILL");
  }
  const history = readFileSync(ran, "utf8");
  rmSync(folder, { recursive: true });
  return { size: { cols: COLS, rows: ROWS }, output, history: commandsOf(history) };
}

/** Several times, but for what makes lines of thousands of characters. */
function press(key: keyof typeof KEYS, below: (limit: number) => number): string {
  return KEYS[key].repeat(key === "insertCut" ? 1 : 1 + below(6));
}

function rcFile(ran: string, isTelling: boolean): string {
  const [a, b] = isTelling ? ["\\[\\e]133;A\\e\\\\\\]", "\\[\\e]133;B\\e\\\\\\]"] : ["", ""];
  return `
unset HISTFILE
HISTCONTROL=
bind 'set enable-bracketed-paste off' 'set bell-style none' 2>/dev/null
PS1='${a}ana@box:~\\$ ${b}'
${isTelling ? "PS0='\\e]133;C\\e\\\\'" : ""}
PROMPT_COMMAND='${isTelling ? 'printf "\\e]133;D;%s\\e\\\\" $?; ' : ""}history 1 >> ${ran}; printf "\\e]777;ready\\a"'
`;
}

/** Each line once that was entered: an empty one leaves the last number as it was. */
function commandsOf(history: string): string[] {
  const lines = history.split("\n").flatMap((line) => {
    const [, number, text = ""] = /^ *(\d+)\*? ? ?(.*)$/.exec(line) ?? [];
    return number === undefined ? [] : [{ number, text: text.trim() }];
  });
  return lines
    .filter(({ number }, at) => number !== lines[at - 1]?.number)
    .map(({ text }) => text)
    .filter((text) => text !== "");
}

function pick<T>(from: readonly T[], below: (limit: number) => number): T {
  const picked = from[below(from.length)];
  if (picked === undefined) throw new TypeError("there is nothing to pick from");
  return picked;
}
