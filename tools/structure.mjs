/**
 * `npm run structure`: how the house stands. Prints the floors of lib with the arrows between its folders, arrows that
 * go up, circles, the widest folders, the length of files, and how much stands under the heaviest use cases. Ends with
 * 1 when an arrow goes up or a circle closes.
 */
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { inCheckout } from "./checkout/checkout.mjs";
import { cruise } from "./checks/boundaries.mjs";
import { reportFailure } from "./command/refusal.mjs";

const HEAVY = [
  "lib/sessions/opening/open-session.ts",
  "lib/grants/decide-request.ts",
  "lib/recordings/session-recorder.ts",
];
const NOT_OURS = /\.(test|e2e|bench)\.tsx?$|\/testing\/|\/generated\//;
const WIDEST = 8;
const LONGEST = 5;

async function main() {
  const { report } = await cruise();
  const modules = report.modules.filter(({ source }) => !source.includes("node_modules"));
  const edges = modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved, circular }) => ({ from: source, to: resolved, circular })),
  );
  const floors = JSON.parse(readFileSync(inCheckout("tools", "checks", "import-order.json"), "utf8"));
  const upward = printFloors(floors, edges);
  const circles = edges.filter(({ from, circular }) => circular && !from.includes("/generated/"));
  console.log(`\narrows that go up: ${upward}`);
  console.log(`imports that are part of a circle, types included: ${circles.length}`);
  printFolders(modules.map(({ source }) => source));
  printLengths(modules.map(({ source }) => source));
  console.log("\nfiles of ours that stand under");
  for (const file of HEAVY) console.log(`  ${String(countUnder(file, edges)).padStart(4)}  ${file}`);
  if (upward + circles.length > 0) process.exitCode = 1;
}

/** @returns {number} how many imports go from a lower floor to a higher one */
function printFloors(floors, edges) {
  const floorOf = new Map(floors.flatMap((group, floor) => group.map((name) => [name, floor])));
  const roomOf = (file) => (NOT_OURS.test(file) ? undefined : /^lib\/([^/]+)\//.exec(file)?.[1]);
  const arrows = new Map();
  let upward = 0;
  for (const { from, to } of edges) {
    const [a, b] = [roomOf(from), roomOf(to)];
    if (!a || !b || a === b || !floorOf.has(a) || !floorOf.has(b)) continue;
    arrows.set(a, (arrows.get(a) ?? new Map()).set(b, (arrows.get(a)?.get(b) ?? 0) + 1));
    if (floorOf.get(b) >= floorOf.get(a)) upward += 1;
  }
  for (const [floor, group] of [...floors.entries()].reverse())
    for (const room of group) {
      const to = [...(arrows.get(room) ?? [])].sort((a, b) => b[1] - a[1]);
      if (to.length === 0 && !edges.some(({ from }) => roomOf(from) === room)) continue;
      console.log(
        `${String(floor).padStart(3)}  ${room.padEnd(18)} ${to.map(([name, count]) => `${name} ${count}`).join(" · ")}`,
      );
    }
  return upward;
}

function printFolders(files) {
  const widths = new Map();
  for (const file of files) widths.set(dirname(file), (widths.get(dirname(file)) ?? 0) + 1);
  console.log("\nwidest folders, in files");
  for (const [folder, width] of [...widths].sort((a, b) => b[1] - a[1]).slice(0, WIDEST))
    console.log(`  ${String(width).padStart(4)}  ${folder}`);
}

function printLengths(files) {
  const lengths = files
    .filter((file) => !NOT_OURS.test(file) && /\.(ts|tsx|mjs)$/.test(file))
    .map((file) => [readFileSync(inCheckout(file), "utf8").split("\n").length - 1, file])
    .sort((a, b) => b[0] - a[0]);
  const median = lengths[Math.floor(lengths.length / 2)]?.[0];
  console.log(`\nlines: ${lengths.length} files without tests, median ${median}, longest`);
  for (const [length, file] of lengths.slice(0, LONGEST))
    console.log(`  ${String(length).padStart(4)}  ${file}`);
}

function countUnder(file, edges) {
  const below = new Set();
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const { from, to } of edges)
      if (from === next && !below.has(to) && /^(lib|messages|components)\//.test(to) && !NOT_OURS.test(to)) {
        below.add(to);
        waiting.push(to);
      }
  return below.size;
}

main().catch((error) => {
  process.exitCode = reportFailure(error);
});
