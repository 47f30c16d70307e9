import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomFrom } from "@/lib/kernel/testing/random";
import { OutputFilter } from "@/lib/terminal-output/output-filter";
import { LINUX_SHELL_PROFILE } from "@/lib/terminal-output/shell-profile";
import { writeHostileOutput } from "@/lib/terminal-output/testing/hostile-output";
import { Screen } from "../screen";
import { randomSteps } from "../testing/random-stream";
import type { TranscriptLine } from "./transcript-line";
import { TranscriptReader } from "./transcript-reader";

const SIZE = { cols: 80, rows: 24 };
const esc = (text: string) => text.replaceAll("␛", "\x1b");

type Event = [ms: number, text: string] | [ms: number, size: { cols: number; rows: number }];

function read(events: readonly Event[], size = SIZE) {
  const screen = new Screen(size);
  const filter = new OutputFilter(() => screen.size);
  const reader = new TranscriptReader(screen);
  for (const [ms, what] of events)
    if (typeof what === "string") reader.output(ms, filter.push(esc(what)));
    else reader.resize(ms, what);
  reader.finish();
  return reader.take();
}

const textsOf = (...outputs: string[]) =>
  read(outputs.map((text, at): Event => [at, text])).lines.map(({ text }) => text);
const shown = ({ kind, text }: TranscriptLine) => (kind === "output" ? text : { [kind]: text.split("\n") });

describe("a line", () => {
  it("has when it began and when it was left: a command's is when Enter was pressed", () => {
    expect(
      read([
        [1000, "$ "],
        [2000, "df -h"],
        [4000, "\r\n"],
        [5000, "Filesystem\r\n"],
      ]).lines,
    ).toEqual([
      { atMs: 4000, fromMs: 1000, text: "$ df -h", kind: "output" },
      { atMs: 5000, fromMs: 5000, text: "Filesystem", kind: "output" },
    ]);
  });

  it.each([
    ["without what was overwritten", ["  0%\r 50%\r100%\r\n"], ["100%"]],
    ["without what was deleted with backspace", ["lx\b \bs\r\n"], ["ls"]],
    ["without what was erased to the end of the line", ["secret\r␛[Kok\r\n"], ["ok"]],
    ["without what was erased altogether", ["secret␛[2K\rok\r\n"], ["ok"]],
    ["without colours", ["␛[01;31mred␛[0m\r\n"], ["red"]],
    ["without a title", ["␛]0;evil title\x07$ ls\r\n"], ["$ ls"]],
    ["with what was drawn in two parts", ["␛[0", "1;31mred\r\n"], ["red"]],
    ["without control characters", ["a\x00\x07\x0eb\r\n"], ["ab"]],
    ["with a tab", ["a\tb\r\n"], ["a       b"]],
    ["with moves within the row", ["ab␛[3Cc␛[4Dd␛[1Ge\r\n"], ["ebd  c"]],
    ["with what is inserted in the middle", ["echo hllo␛[3D␛[@e\r\n"], ["echo hello"]],
    ["with a character that is repeated", ["=␛[9b\r\n"], ["=========="]],
    ["with marks", ["e\u0301a\u0308\r\n"], ["e\u0301a\u0308"]],
    ["with wide characters and joined emoji", ["資料庫 👨‍👩‍👧 🇹🇼\r\n"], ["資料庫 👨‍👩‍👧 🇹🇼"]],
    ["with what is written invisibly", ["␛[8mhidden␛[m\r\n"], ["hidden"]],
    ["over all rows that it wraps to", [`${"x".repeat(100)}\r\n`], ["x".repeat(100)]],
    [
      "without the cell that a wide character had no room in",
      [`${"x".repeat(79)}資料\r\n`],
      [`${"x".repeat(79)}資料`],
    ],
    ["that is filled, and not the next one", [`${"x".repeat(80)}\r\nnext\r\n`], ["x".repeat(80), "next"]],
    ["that is filled and written again", [`${"x".repeat(80)}\r${"y".repeat(80)}\r\n`], ["y".repeat(80)]],
    ["that is empty", ["a\r\n\r\nb"], ["a", "", "b"]],
  ])("stands there %s", (_, outputs, lines) => {
    expect(textsOf(...outputs)).toEqual(lines);
  });

  it("of two rows is one when the shell moved within it", () => {
    // As readline draws: to the first row, a letter, and down again by a line feed.
    const typed = `${"x".repeat(78)}$ ${"y".repeat(10)}␛[A\r␛[3Cz\n\r␛[12C`;
    expect(textsOf(`${typed}\r\n`)).toEqual([`xxxz${"x".repeat(74)}$ ${"y".repeat(10)}`]);
  });

  it.each<[string, string]>([
    ["scrolling", "␛[24;1H\n\n\n"],
    ["scrolling by a sequence", "␛[3S"],
    ["scrolling down", "␛[24T"],
    ["deleting lines", "␛[H␛[3M"],
    ["inserting lines", "␛[H␛[24L"],
    ["erasing the screen", "␛[2J"],
    ["erasing it from the top", "␛[H␛[J"],
    ["erasing it to the end", "␛[24;80H␛[1J"],
    ["resetting the terminal", "␛c"],
    ["the alignment pattern", "␛#8"],
    ["a region that is scrolled", "␛[1;3r␛[3;1H\n\n\n"],
    ["a region further down", "␛[2;3r␛[3;1H\n\n\n"],
    ["index", "␛[24;1H␛D␛D␛D␛D"],
    ["reverse index", `␛[H${"␛M".repeat(24)}`],
    ["wrapping at the end", `␛[24;1H${"x".repeat(300)}`],
  ])("is not lost by %s", (_, sequence) => {
    const lines = textsOf(`one\r\ntwo\r\nthree\r\n${sequence}`);
    expect(lines.filter((text) => ["one", "two", "three"].includes(text)).sort()).toEqual([
      "one",
      "three",
      "two",
    ]);
  });

  it.each<[string, string]>([
    ["the other screen", "␛[?1049h"],
    ["the other screen's old mode", "␛[?47h"],
    ["an origin in a region", "␛[5;9r␛[?6h"],
    ["a region of two rows", "␛[1;2r"],
    ["no wrapping", "␛[?7l"],
    ["inserting", "␛[4h"],
    ["a set of line-drawing characters that it never leaves", "␛)0"],
  ])("is not hidden by a session that ends in a mode: %s", (_, mode) => {
    const lines = Array.from({ length: 60 }, (__, at) => `line ${at}`);
    const { lines: read60 } = read([
      [0, mode],
      ...lines.map((text, at): Event => [at * 2000, `${text}\r\n`]),
    ]);
    const all = read60.flatMap(({ text }) => text.split("\n"));
    expect(lines.filter((text) => !all.includes(text))).toEqual([]);
  });

  it("that stood for a while is there, though its row was erased", () => {
    expect(
      read([
        [0, "shown\r\n"],
        [5000, "␛[A␛[2K"],
        [5000, "later\r\n"],
      ]).lines.map(({ text }) => text),
    ).toEqual(["shown", "later"]);
  });

  it("is told of once, whatever new sizes there are", () => {
    const lines = Array.from({ length: 30 }, (_, at) => `${at} ${"word ".repeat(20)}`.trim());
    const events: Event[] = lines.map((text, at) => [at, `${text}\r\n`]);
    const sizes: Event[] = [
      [50, { cols: 30, rows: 10 }],
      [51, { cols: 100, rows: 40 }],
      [52, { cols: 2, rows: 1 }],
    ];
    expect(read([...events, ...sizes, [60, "␛c"]]).lines.map(({ text }) => text)).toEqual(lines);
  });
});

describe("a full-screen program", () => {
  it("stands in its place with what its screen showed, and how long it ran", () => {
    const { lines } = read([
      [1000, "$ vi x\r\n␛[?1049h␛[Hhello\r\n~\r\n~"],
      [9000, "␛[?1049l$ \r\n"],
    ]);
    expect(lines.map(shown)).toEqual(["$ vi x", { program: ["hello", "~", "~"] }, "$"]);
    expect(lines[1]).toMatchObject({ fromMs: 1000, atMs: 9000 });
  });

  it("has each screen that stood for a while, without what stood there before", () => {
    const frame = (time: string) => `␛[Htop - ${time}␛[K\r\nsame row␛[K`;
    const { lines } = read([
      [0, `␛[?1049h${frame("10:00")}`],
      [3000, frame("10:03")],
      [3001, frame("10:04")],
      [6000, frame("10:06")],
      [9000, "␛[?1049l"],
    ]);
    expect(lines.map(shown)).toEqual([
      { program: ["top - 10:00", "same row", "top - 10:04", "top - 10:06"] },
    ]);
  });

  it("has what is typed in it once", () => {
    const { lines } = read([
      [0, "␛[?1049h"],
      ...[..."hello"].map((key, at): Event => [at * 2000, key]),
      [12_000, "␛[?1049l"],
    ]);
    expect(lines.map(shown)).toEqual([{ program: ["hello"] }]);
  });

  it("is in several lines when it shows much", () => {
    const rows = Array.from({ length: 1_000 }, (_, at) => `row ${at}`);
    const { lines } = read([[0, `␛[?1049h${rows.join("\r\n")}`]]);
    expect(lines.flatMap(({ text }) => text.split("\n"))).toEqual(rows);
    expect(Math.max(...lines.map(({ text }) => text.length))).toBeLessThan(20_000);
  });
});

describe("commands that a shell tells of", () => {
  const A = "␛]133;A␛\\";
  const B = "␛]133;B␛\\";
  const C = "␛]133;C␛\\";

  it("have what was run, when Enter was pressed, how long it took and how it ended", () => {
    const { commands } = read([
      [1000, `${A}% ${B}`],
      [2000, "echo hllo␛[3D"],
      [3000, "␛[@e"],
      [4000, `\r\n${C}`],
      [4500, `hello\r\n␛]133;D;0␛\\${A}% ${B}`],
      [6000, `false\r\n${C}␛]133;D;1␛\\${A}% ${B}`],
      [7000, `sleep 100\r\n${C}`],
    ]);
    expect(commands).toEqual([
      { atMs: 4000, text: "echo hello", durationMs: 500, exitStatus: 0, isGuess: false },
      { atMs: 6000, text: "false", durationMs: 0, exitStatus: 1, isGuess: false },
      { atMs: 7000, text: "sleep 100", isGuess: false },
    ]);
  });

  it("have all rows, also those that scrolled away while it was typed", () => {
    const long = `echo ${"x".repeat(200)} end`;
    const small = { cols: 40, rows: 3 };
    expect(read([[0, `${A}$ ${B}${long}\r\n${C}`]], small).commands.map(({ text }) => text)).toEqual([long]);
  });

  it("are none when nothing was entered, or it was given up", () => {
    expect(read([[0, `${A}$ ${B}\r\n${A}$ ${B}foo^C\r\n${A}$ ${B}`]]).commands).toEqual([]);
  });

  it("are found by their prompt in a shell that tells nothing, within one that does", () => {
    const { commands } = read([
      [0, `${A}a@b:~$ ${B}sudo -i\r\n${C}`],
      [1000, "root@b:~# id"],
      [2000, "\r\nuid=0\r\nroot@b:~# exit\r\n"],
      [3000, `␛]133;D;0␛\\${A}a@b:~$ ${B}`],
    ]);
    expect(commands).toEqual([
      { atMs: 2000, text: "id", durationMs: 0, isGuess: true },
      { atMs: 2000, text: "exit", isGuess: true },
      { atMs: 0, text: "sudo -i", durationMs: 3000, exitStatus: 0, isGuess: false },
    ]);
  });

  it("are found by their prompt once it tells no more", () => {
    const { commands } = read([[0, `${A}${B}x\r\na@b:~$ id\r\nuid=0\r\na@b:~$ ls\r\na@b:~$`]]);
    expect(commands.map(({ text }) => text)).toEqual(["id", "ls"]);
  });
});

describe("commands of a shell that doesn't say when they are entered", () => {
  const A = "␛]133;A␛\\";
  const B = "␛]133;B␛\\";
  const ended = (status: number) => `␛]133;D;${status}␛\\`;
  const textsFrom = (output: string) =>
    read([[0, output]]).commands.map(({ text, isGuess }) => (isGuess ? `${text}?` : text));

  it("have when Enter was pressed, how long they took and how they ended", () => {
    expect(
      read([
        [1000, `${A}$ ${B}`],
        [2000, "sleep 3"],
        [3000, "\r\n"],
        [6000, `${ended(7)}${A}$ ${B}`],
        [7000, "exit\r\n"],
      ]).commands,
    ).toEqual([
      { atMs: 3000, text: "sleep 3", durationMs: 3000, exitStatus: 7, isGuess: false },
      { atMs: 7000, text: "exit", isGuess: false },
    ]);
  });

  it("are none when nothing was entered, or it was given up", () => {
    expect(textsFrom(`${A}$ ${B}\r\n${ended(0)}${A}$ ${B}foo^C\r\n${ended(130)}${A}$ ${B}`)).toEqual([]);
  });

  it("are not joined with what they print, nor is that", () => {
    const full = "x".repeat(80);
    expect(textsOf(`${A}$ ${B}cat x\r\n${full}\r\n${full}\r\n${ended(0)}${A}$ ${B}`)).toEqual([
      ...["$ cat x", full, full, "$"],
    ]);
  });

  it("are listed though nothing is said of their end: nobody hides a line by half of the marks", () => {
    expect(textsFrom(`${A}a@b:~$ ${B}rm -rf /\r\n${A}a@b:~$ ${B}id\r\n${A}a@b:~$ ${B}`)).toEqual([
      ...["rm -rf /?", "id?"],
    ]);
  });

  it("are not what a shell lists when Tab is pressed", () => {
    expect(
      textsFrom(`${A}$ ${B}ls a\r\nab  ac\r\n${A}$ ${B}ls ab\r\n␛]133;C␛\\${ended(0)}${A}$ ${B}`),
    ).toEqual([...["ls ab"]]);
  });

  it("are found within one, by the prompts of a shell that tells nothing", () => {
    expect(
      textsFrom(`${A}$ ${B}sudo -i\r\nroot@b:~# id\r\nuid=0\r\nroot@b:~# exit\r\n${ended(0)}${A}$ ${B}`),
    ).toEqual(["id?", "exit?", "sudo -i"]);
  });
});

describe("what the session document has typed", () => {
  it("is no command of anybody's, and no more than exactly that is left out", () => {
    const typed = (text: string) =>
      read([[0, `ssm-user@ip-10-0-3-17:~$ ${text}\r\nssm-user@ip-10-0-3-17:~$ `]], {
        cols: 80,
        rows: 40,
      }).commands.map((command) => command.text);
    expect(typed(LINUX_SHELL_PROFILE)).toEqual([]);
    expect(typed(`${LINUX_SHELL_PROFILE};id`)).toEqual([`${LINUX_SHELL_PROFILE};id`.trim()]);
  });
});

describe("commands by their prompt", () => {
  it("are found behind what a program left in the line, where such a prompt was seen before", () => {
    const { commands } = read([
      [0, "a@b:~$ read -s -p 'Password: ' x\r\n"],
      [1000, "Password: a@b:/tmp$ uname -a\r\nLinux\r\na@b:~$ printf x\r\nxa@b:~$ id\r\n"],
    ]);
    expect(commands.map(({ text }) => text)).toEqual([
      ...["read -s -p 'Password: ' x", "uname -a", "printf x", "id"],
    ]);
  });

  it("have when Enter was pressed, and how long the next prompt took", () => {
    const prompt = "ssm-user@ip-10-0-3-17:~$ ";
    expect(
      read([
        [1000, prompt],
        [2000, "df -h"],
        [4000, "\r\n"],
        [4100, "Filesystem      Size  Used Avail Use% Mounted on\r\n"],
        [4500, prompt],
        [9000, "\r\n"],
        [9001, prompt],
        [12_000, "exit\r\n"],
      ]).commands,
    ).toEqual([
      { atMs: 4000, text: "df -h", durationMs: 500, isGuess: true },
      { atMs: 12_000, text: "exit", isGuess: true },
    ]);
  });

  it.each([
    ["sh-5.2$ whoami", "whoami"],
    ["[ec2-user@ip-10-0-0-1 ~]$ ls -l", "ls -l"],
    ["root@web:/var/log# tail -f x", "tail -f x"],
    ["(venv) ana@box:~/app$ python -V", "python -V"],
  ])("are read from %j", (text, command) => {
    expect(read([[0, `${text}\r\n`]]).commands.map((one) => one.text)).toEqual([command]);
  });

  it.each([
    "mail from ana@example.test, 3 $ each",
    "$ ls",
    "# a comment",
    "user@host: no prompt",
    "a@b:~$ cancelled^C",
  ])("are not read from %j", (text) => {
    expect(read([[0, `${text}\r\n`]]).commands).toEqual([]);
  });

  it("are found in a multiplexer, too", () => {
    expect(read([[0, "␛[?1049h␛[Ha@b:~$ id\r\nuid=0"]]).commands.map(({ text }) => text)).toEqual(["id"]);
  });
});

describe("a reader that goes on where another one ended", () => {
  it("reads the same, wherever the recording is cut", { timeout: 600_000 }, () => {
    const marks = fc
      .constantFrom("␛]133;A␛\\", "␛]133;B␛\\", "␛]133;C␛\\", "␛]133;D;3␛\\", "a@b:~$ ls", "\r\n")
      .map((text) => ({ text: esc(text) }));
    const steps = fc.tuple(
      randomSteps(),
      fc.array(marks, { maxLength: 60, size: "max" }),
      fc.array(fc.nat(3000), { minLength: 260, maxLength: 260 }),
    );
    fc.assert(
      fc.property(steps, fc.array(fc.nat(), { maxLength: 4 }), ([drawn, said, waits], cutsAt) => {
        const events = drawn.flatMap((step, at) => [step, ...(said[at] ? [said[at]] : [])]);
        const readWith = (cuts: ReadonlySet<number>) => {
          let screen = new Screen(SIZE);
          let filter = new OutputFilter(() => screen.size);
          let reader = new TranscriptReader(screen);
          const parts = [];
          let ms = 0;
          for (const [at, step] of events.entries()) {
            ms += waits[at] ?? 0;
            if (cuts.has(at)) {
              parts.push(reader.take());
              const kept = JSON.parse(JSON.stringify([screen.snapshot(), filter.state(), reader.state()]));
              screen = Screen.restore(kept[0]);
              const current = screen;
              filter = new OutputFilter(() => current.size, kept[1]);
              reader = new TranscriptReader(screen, kept[2]);
            }
            if ("text" in step) reader.output(ms, filter.push(step.text));
            else reader.resize(ms, step);
            if (at % 50 === 49) reader.mark(ms, "resized");
          }
          reader.finish();
          parts.push(reader.take());
          return {
            lines: parts.flatMap((part) => part.lines),
            commands: parts.flatMap((part) => part.commands),
          };
        };
        expect(readWith(new Set(cutsAt.map((cut) => cut % events.length)))).toEqual(readWith(new Set()));
      }),
      { numRuns: Number(process.env.TRANSCRIPT_STREAMS ?? 150), seed: 20261127 },
    );
  });
});

describe("a hostile recording", () => {
  it("ends at the width of the screen, however far the cursor is moved", () => {
    expect(textsOf(`a${"␛[999C".repeat(120_000)}z\r\n`)).toEqual([`a${" ".repeat(78)}z`]);
    expect(textsOf(`a${"␛[999Cx".repeat(1_000)}`).every((text) => text.length <= 4096)).toBe(true);
  });

  it("breaks a line of megabytes", () => {
    const lines = textsOf("x".repeat(3_000_000));
    expect(Math.max(...lines.map((text) => text.length))).toBe(4096);
    expect(lines.join("").length).toBe(3_000_000);
  });

  it("has no more to read than what was printed, however often it is shown", () => {
    const screenful = 80 * 24;
    const fill = "x\r\n".repeat(20);
    for (const again of [
      "␛#8",
      "␛[?2J",
      "␛[?1049h␛[?1049l",
      "␛[?1049h␛#8",
      "␛[S␛[T",
      "␛[L␛[M",
      "␛[2J",
      "␛c",
      "␛[1J",
      "␛[2K",
    ]) {
      const lines = textsOf(fill + again.repeat(5_000));
      expect(lines.join("").length, again).toBeLessThan(3 * screenful);
    }
  });

  it("hides no line by what it says of its prompts, and keeps little of it", () => {
    const below = randomFrom(48);
    const said = [
      "A",
      "B",
      "C",
      "D",
      "D;0",
      "D;255",
      "D;999999999",
      "A;x",
      `B;${"y".repeat(9_000)}`,
      "C;",
      "D;-1",
    ];
    const lines = Array.from({ length: 3_000 }, (_, at) => `a@b:~$ line ${at}`);
    const screen = new Screen(SIZE);
    const filter = new OutputFilter(() => screen.size);
    const reader = new TranscriptReader(screen);
    const read3000: string[] = [];
    let longest = 0;
    for (const [at, line] of lines.entries()) {
      const marks = Array.from({ length: below(6) }, () => `␛]133;${said[below(said.length)]}␛\\`);
      reader.output(
        at,
        filter.push(esc(`${marks.join("")}${line.slice(0, 7)}${marks[0] ?? ""}${line.slice(7)}\r\n`)),
      );
      read3000.push(...reader.take().lines.map(({ text }) => text));
      if (at % 100 === 0) longest = Math.max(longest, JSON.stringify(reader.state()).length);
    }
    reader.finish();
    read3000.push(...reader.take().lines.map(({ text }) => text));
    expect(read3000.filter((text) => text !== "")).toEqual(lines);
    expect(longest).toBeLessThan(20_000);
  });

  it("has no control characters, and is bounded by what was printed", () => {
    for (let seed = 0; seed < 400; seed += 1) {
      const output = writeHostileOutput(seed, seed % 24);
      const lines = textsOf(output, output);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      expect(lines.filter((text) => /[\x00-\x09\x0b-\x1f\x7f-\x9f]/.test(text))).toEqual([]);
      expect(lines.join("").length).toBeLessThanOrEqual(2 * output.length * SIZE.cols);
    }
  });
});
