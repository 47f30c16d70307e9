/** Text as shells print it, the same for the same seed: logs, listings, source, tables, dumps, some of it Chinese. */

const WORDS =
  `lease expired lock acquired release timeout retry backend frontend replica primary failover shard index
commit rollback transaction deadlock connection pool closed reset refused accepted listener port address worker queue
job scheduled started stopped failed error warning info debug trace request response header body status code cache hit
miss evicted memory limit exceeded allocated freed heap stack thread process signal killed restarted healthy unhealthy
node cluster leader follower election term vote append entry snapshot compact segment disk full read write sync flush
certificate expired renewed handshake cipher token invalid denied permission granted user group role policy session
opened audit event stored fetched parsed skipped unknown`.split(/\s+/);
const CHINESE =
  "資料庫連線逾時請重新啟動服務檢查設定檔案權限不足使用者登入失敗記憶體已滿網路中斷備份完成刪除紀錄".split(
    "",
  );
const COMMANDS = [
  ...["ls -la /var/log", "rm -rf /var/tmp/cache", "kubectl get pods -A", "psql -c 'select 1' 2>&1", "df -h"],
  ...["journalctl -u payments --since '1 hour ago'", "cat /etc/資料庫.conf", "systemctl restart ledger"],
];

/** Numbers from 0 up to 1 that look random: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface CorpusSession {
  lines: string[];
  bytes: number;
  commands: { text: string; line: number }[];
}

/** Sessions of log-normal sizes, median about 50 KB, at most 4 MB, until so many bytes have come. */
export function* sessions(bytes: number, seed = 1): Generator<CorpusSession> {
  const random = randomFrom(seed);
  const writer = new LineWriter(random);
  for (let written = 0; written < bytes; ) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const size = Math.min(4_000_000, bytes - written + 200, Math.round(50_000 * Math.exp(normal * 1.2)));
    const session: CorpusSession = { lines: [], bytes: 0, commands: [] };
    while (session.bytes < size) {
      if (session.lines.length % 400 === 0) {
        const text = COMMANDS[Math.floor(random() * COMMANDS.length)] ?? "ls";
        session.commands.push({ text, line: session.lines.length });
        add(session, `ana@host:~$ ${text}`);
      }
      add(session, writer.line());
    }
    written += session.bytes;
    yield session;
  }
}

function add(session: CorpusSession, line: string): void {
  session.lines.push(line);
  session.bytes += Buffer.byteLength(line) + 1;
}

class LineWriter {
  private kind = 0;
  private left = 0;
  private number = 0;

  constructor(private readonly random: () => number) {}

  line(): string {
    if (this.left === 0) [this.kind, this.left] = [this.below(9), 20 + this.below(200)];
    this.left -= 1;
    this.number += 1;
    if (this.random() < 0.02) return `${this.time()} ${this.word()} ${this.chinese()}：${this.word()}`;
    return this.ofKind();
  }

  private ofKind(): string {
    switch (this.kind) {
      case 0:
        return JSON.stringify({
          t: this.time(),
          level: this.word(),
          msg: this.words(4),
          req: this.hex(12),
          status: 200 + this.below(400),
        });
      case 1:
        return `${this.time()} ${this.word()}[${this.below(90_000)}]: ${this.words(6)} from 10.${this.below(256)}.${this.below(256)}.${this.below(256)}`;
      case 2:
        return `-rw-r--r-- 1 root ${this.word()} ${this.below(1e7)} Nov ${1 + this.below(28)} 12:${10 + this.below(50)} ${this.word()}-${this.word()}.log`;
      case 3:
        return `${"  ".repeat(this.below(5))}const ${this.word()} = await ${this.word()}.${this.word()}(${this.word()} => { return ${this.word()}[${this.below(10)}]; });`;
      case 4:
        return `${this.below(2) ? "+" : "-"}    if (${this.word()} !== ${this.word()}) throw new Error("${this.words(3)}");`;
      case 5:
        return `${this.word()}-${this.hex(5)}   1/1     Running   ${this.below(9)}   ${this.below(60)}d   10.1.${this.below(256)}.${this.below(256)}`;
      case 6:
        return ` ${this.below(1e6)} | ${this.word()} | ${this.words(2)} | ${this.time()} `;
      case 7:
        return `${this.number.toString(16).padStart(8, "0")}  ${Array.from({ length: 16 }, () => this.hex(2)).join(" ")}`;
      default:
        return `${this.hex(64)}  ${this.word()}/${this.word()}.tar.gz`;
    }
  }

  private below(most: number): number {
    return Math.floor(this.random() * most);
  }
  private word(): string {
    return WORDS[this.below(WORDS.length)] ?? "";
  }
  private words(count: number): string {
    return Array.from({ length: count }, () => this.word()).join(" ");
  }
  private chinese(): string {
    return Array.from({ length: 2 + this.below(10) }, () => CHINESE[this.below(CHINESE.length)]).join("");
  }
  private hex(length: number): string {
    return Array.from({ length }, () => this.below(16).toString(16)).join("");
  }
  private time(): string {
    return new Date(1_790_000_000_000 + this.number * 37).toISOString();
  }
}

/** What is looked for, by kind. What is seldom is taken from the text itself. */
export function queries(lines: readonly string[]): Record<string, string[]> {
  const random = randomFrom(7);
  const pick = (pattern: RegExp, count: number) => {
    const found = new Set<string>();
    for (let tries = 0; found.size < count && tries < 100_000; tries += 1) {
      const match = pattern.exec(lines[Math.floor(random() * lines.length)] ?? "");
      if (match) found.add(match[0]);
    }
    return [...found];
  };
  return {
    "a rare word": pick(/[0-9a-f]{12}(?=")/, 10),
    "a frequent word": [
      "error",
      "permission",
      "timeout",
      "Running",
      "cluster",
      "denied",
      "payments",
      "handshake",
    ],
    "a phrase": ["lease expired lock", ...pick(/(?<="msg":")[a-z]+ [a-z]+ [a-z]+/, 9)],
    "a part with signs": [
      "2>&1",
      "rm -rf /var",
      "=> {",
      "});",
      ...pick(/10\.\d+\.\d+\.\d+/, 5),
      ...pick(/"status":\d+/, 3),
    ],
    Chinese: ["資料庫", "連線逾時", "權限", ...pick(/[\u4e00-\u9fff]{2,5}/, 7)],
    "what is nowhere": ["zyxwvutsr", "沒有這個", "q9q9q9", "no such needle", "~~~!~~~", "deadbeefdeadbeef0"],
  };
}
