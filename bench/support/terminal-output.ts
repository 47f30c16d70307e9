const ESC = "\x1b[";
const NAMES = [
  "app",
  "bin",
  "lib",
  "server.log",
  "deploy.sh",
  "Dockerfile",
  "node_modules",
  "src",
  "日本語.txt",
];

/**
 * What people's shells print, without end and the same each time: listings, build logs, a full-screen program, progress.
 * @returns pieces of output with their milliseconds since the start, for a screen of 120 × 36
 */
export function* terminalOutput(): Generator<{ ms: number; text: string }> {
  const dice = new Dice();
  let ms = 0;
  for (;;) {
    for (const [seconds, text] of activity(dice)) {
      ms += Math.round(seconds * 1000);
      yield { ms, text };
    }
  }
}

/** The same numbers each time. */
class Dice {
  #seed = 42;

  next(): number {
    this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return this.#seed / 2_147_483_648;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }
}

function* activity(dice: Dice): Generator<[seconds: number, text: string]> {
  yield [0.4 + dice.next(), `${ESC}01;32mec2-user@ip-10-0-3-17${ESC}00m:${ESC}01;34m~/app${ESC}00m$ `];
  const kind = dice.below(10);
  if (kind < 3) yield* listing(dice);
  else if (kind < 7) yield* buildLog(dice);
  else if (kind < 9) yield* fullScreen(dice);
  else yield* progress();
}

function* listing(dice: Dice): Generator<[number, string]> {
  for (const character of "ls -la --color") yield [0.05 + dice.next() * 0.1, character];
  yield [0.1, "\r\n"];
  let text = "";
  for (let left = 10 + dice.below(40); left > 0; left -= 1) {
    const name = NAMES[dice.below(NAMES.length)];
    const size = String(dice.below(99_999)).padStart(6);
    text += `drwxr-xr-x 2 ec2-user ec2-user ${size} Nov 21 10:0${dice.below(9)} ${ESC}01;3${dice.below(7)}m${name}${ESC}0m\r\n`;
  }
  yield [0.03, text];
}

function* buildLog(dice: Dice): Generator<[number, string]> {
  yield [0.2, "npm run build\r\n"];
  const lines = 50 + dice.below(300);
  for (let line = 0; line < lines; line += 4) {
    let text = "";
    for (let each = line; each < line + 4; each += 1)
      text += `${ESC}2m${String(each).padStart(4)}${ESC}22m ${ESC}3${1 + dice.below(6)}m[build]${ESC}39m compiled ${ESC}38;5;${dice.below(256)}m./src/feature-${dice.below(999)}/index.tsx${ESC}39m in ${dice.below(900)} ms\r\n`;
    yield [0.02 + dice.next() * 0.05, text];
  }
}

function* fullScreen(dice: Dice): Generator<[number, string]> {
  yield [0.2, "top\r\n"];
  yield [0.05, `${ESC}?1049h${ESC}?25l${ESC}2J`];
  for (let frames = 5 + dice.below(25); frames > 0; frames -= 1) {
    let text = `${ESC}Htop - up ${dice.below(99)} days${ESC}K\r\n\r\n${ESC}7m  PID USER  %CPU COMMAND${ESC}K${ESC}0m\r\n`;
    for (let row = 0; row < 30; row += 1)
      text += `${String(dice.below(65_535)).padStart(5)} root ${(dice.next() * 100).toFixed(1).padStart(5)} ${ESC}1mproc-${dice.below(300)}${ESC}0m${ESC}K\r\n`;
    yield [1, text];
  }
  yield [0.3, `${ESC}?1049l${ESC}?25h`];
}

function* progress(): Generator<[number, string]> {
  for (let done = 0; done <= 60; done += 1)
    yield [
      0.05,
      `\r${ESC}K[${"#".repeat(done)}${".".repeat(60 - done)}] ${ESC}33m${Math.round(done / 0.6)}%${ESC}0m`,
    ];
  yield [0.1, "\r\n"];
}
