import { HEAVY_PAGES } from "@/server/testing/scripts";
import { type Figures, LIMITS } from "./measure";

/** The figures as two tables, and under them everything that misses its limit. */
export function reportWalk({ paths, pages }: Figures): string {
  const walked = paths.flatMap(({ name, people, seconds }) =>
    people.map((person) => [
      ...[name, person.name, person.keys, person.clicks, person.taps].map(String),
      seconds.toFixed(1),
    ]),
  );
  const measured = pages.map(({ path, who, firstPaintMs, shift, scripts, violations, overflow }) => [
    ...[path, who, firstPaintMs.toFixed(0), shift.wide.toFixed(3), shift.phone.toFixed(3)],
    ...[
      scripts.en.toFixed(1),
      scripts["zh-TW"].toFixed(1),
      String(violations.length),
      String(overflow.length),
    ],
  ]);
  return [
    table(["from Home to a prompt", "who", "keys", "clicks", "taps", "seconds"], walked),
    "",
    table(["page", "as", "paint ms", "shift", "phone", "KB en", "KB zh-TW", "axe", "overflow"], measured),
    "",
    ...(missed({ paths, pages }).length === 0
      ? ["Everything is within its limits."]
      : missed({ paths, pages })),
  ].join("\n");
}

/** What misses its limit, a line each. */
export function missed({ paths, pages }: Figures): string[] {
  const hands = paths.flatMap(({ name, people }) =>
    people.flatMap(({ name: who, keys, taps }) => [
      ...(keys > LIMITS.keys ? [`${name}: ${who} presses ${keys} keys, at most ${LIMITS.keys}`] : []),
      ...(taps > LIMITS.taps ? [`${name}: ${who} taps ${taps} times, at most ${LIMITS.taps}`] : []),
    ]),
  );
  const looks = pages.flatMap(({ path, shift, moved, scripts, violations, overflow }) => {
    const kb = Math.max(...Object.values(scripts));
    return [
      ...(Math.max(shift.wide, shift.phone) > LIMITS.shift ? [`moves: ${moved.join("; ")}`] : []),
      ...(kb > LIMITS.scriptsKb && !HEAVY_PAGES.includes(path) ? [`${kb.toFixed(1)} KB of JavaScript`] : []),
      ...violations,
      ...overflow,
    ].map((line) => `${path}: ${line}`);
  });
  return [...hands, ...looks];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
