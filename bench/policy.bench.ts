import { compilePolicy } from "@/lib/policy/compile/compile";
import { decideNodes } from "@/lib/policy/engine/classes";
import { type EvaluationContext, evaluateRequest } from "@/lib/policy/evaluate";

/** Nothing of the portal runs: what is measured is the engine in this process. */
export const processes: string[] = [];

const SIZES = [1, 100, 1_000];
const QUESTIONS = 2_000;
const MOST_MS = 5;

/** One decision about one person and one node, with so many rules in force. */
export default async function measurePolicy() {
  // The first questions find everything cold.
  timesWith(1);
  const timed = SIZES.map((size) => ({ size, ...timesWith(size) }));
  const [one] = timed;
  if (!one) throw new TypeError("nothing was measured");
  const decisions = timed.map(({ size, p95 }) => ({
    ...{ name: `decision with ${size} ${size === 1 ? "rule" : "rules"}, p95`, value: p95, unit: "ms" },
    against: size === 1 ? null : { name: "1 rule", value: one.p95 },
    ratio: size === 1 ? null : p95 / one.p95,
    ...{ target: `at most ${MOST_MS} ms`, met: p95 <= MOST_MS },
  }));
  return [...decisions, ...mayRequest()];
}

const NODES = 10_000;
const TEAMS = 20;
const ROUNDS = 21;
const MOST_NODES_MS = 150;

/** What one person may request, over all nodes of a large installation: one answer for each of them. */
function mayRequest() {
  const nodes = Array.from({ length: NODES }, (_, index) => largeNode(index));
  const timed = [1, 100].map((size) => {
    const compiled = compilePolicy(`bench-nodes-${size}`, [{ name: "bench.cedar", text: rules(size) }]);
    if (!compiled.ok) throw new TypeError(compiled.problems[0]?.message);
    const { policy } = compiled;
    const times = Array.from({ length: ROUNDS }, () => {
      const start = performance.now();
      const answers = decideNodes(policy, asked(policy, 0), nodes);
      const time = performance.now() - start;
      const permitted = answers.filter(({ kind }) => kind === "permitted").length;
      if (permitted !== NODES / TEAMS) throw new TypeError(`${permitted} nodes may be requested`);
      return time;
    }).sort((a, b) => a - b);
    return { size, median: times[Math.floor(ROUNDS / 2)] ?? Number.NaN };
  });
  const [one] = timed;
  return timed.map(({ size, median }) => ({
    name: `what may I request, ${NODES.toLocaleString("en")} nodes, ${size} ${size === 1 ? "rule" : "rules"}, median`,
    ...{ value: median, unit: "ms" },
    against: size === 1 || !one ? null : { name: "1 rule", value: one.median },
    ratio: size === 1 || !one ? null : median / one.median,
    ...{ target: `at most ${MOST_NODES_MS} ms`, met: median <= MOST_NODES_MS },
  }));
}

/** Of one of some teams, in one of three accounts and two regions, with tags that no rule reads. */
function largeNode(index: number): EvaluationContext["nodes"][number] {
  const team = index % TEAMS;
  return {
    id: `i-${index.toString(16).padStart(17, "0")}`,
    accountId: `${111122223333 + (Math.floor(index / TEAMS) % 3)}`,
    region: Math.floor(index / 7) % 2 === 0 ? "eu-west-1" : "eu-central-1",
    protection: Math.floor(index / 11) % 4 === 0 ? "staging" : "production",
    tags: {
      T: `t${team}`,
      Env: "prod",
      Name: `host-${index}`,
      Service: `s${index % 300}`,
      Tier: `${index % 3}`,
    },
  };
}

function timesWith(size: number): { p95: number } {
  const compiled = compilePolicy(`bench-${size}`, [{ name: "bench.cedar", text: rules(size) }]);
  if (!compiled.ok) throw new TypeError(compiled.problems[0]?.message);
  const { policy } = compiled;
  const times: number[] = [];
  for (let question = 0; question < QUESTIONS; question += 1) {
    const context = asked(policy, question % size);
    const start = performance.now();
    const answer = evaluateRequest(context);
    times.push(performance.now() - start);
    if (!answer.permitted) throw new TypeError("the rules refuse the bench's request");
  }
  times.sort((a, b) => a - b);
  return { p95: times[Math.floor(times.length * 0.95)] ?? Number.NaN };
}

function rules(size: number): string {
  return Array.from(
    { length: size },
    (_, index) => `@id("t${index}") @approvals("1 of l${index}") @window("PT1H")
permit (principal in Group::"t${index}", action == Action::"request", resource is Node) when
{ resource.region like "eu-*" && resource.hasTag("T") && resource.getTag("T") == "t${index}" };`,
  ).join("\n");
}

function asked(policy: EvaluationContext["policy"], team: number): EvaluationContext {
  return {
    ...{ action: "request", policy, osUser: null, windowSeconds: 1800, at: new Date("2026-03-14T09:26:53Z") },
    person: { id: `per_${team}`, roles: ["engineer"], groups: ["engineers", `t${team}`], onCall: [] },
    nodes: [
      {
        ...{ id: `i-${team}`, accountId: "111122223333", region: "eu-west-1", protection: "production" },
        tags: { T: `t${team}`, Env: "prod" },
      },
    ],
    settings: {
      ...{ approverGroups: ["leads"], longestWindowSeconds: 3600 },
      inputRecording: { production: "counted", staging: "counted" },
      stepUp: { production: "none", staging: "none" },
    },
  };
}
