import { nodeRow, PLACES } from "../node-row";
import type { NodeSeed, Trouble } from "../node-seed";
import { baseFiles, DAY_MS, unitFiles } from "./base";

/** A node on which all is well, but for what AWS or its agent do with it. */
function failing(about: {
  id: string;
  name: string;
  ip: string;
  shows: string;
  tags?: Record<string, string>;
  online?: boolean;
  roleName?: string;
  trouble?: Trouble;
}): NodeSeed {
  const { id, name, ip, shows, tags, trouble, ...rest } = about;
  const row = nodeRow(
    {
      ...{ id, name, ip },
      tags: { Name: name, Env: "staging", Team: "drills", Service: "heartbeat", Tier: "3", ...tags },
      ...rest,
    },
    PLACES.coreVirginia,
  );
  return {
    row,
    ...(trouble ? { trouble } : {}),
    files: (now) => [
      ...baseFiles(row, { motd: `For drills: ${shows}` }),
      ...unitFiles(row, {
        name: "heartbeat",
        description: "Heartbeat",
        state: { active: "active", pid: 4_194_501, status: 0, since: now - 5 * DAY_MS, stat: "Ssl" },
        start: 'echo "INFO beating"\n',
        journal: [{ at: now - 5 * DAY_MS, program: "heartbeat[4194501]", text: "INFO beating" }],
      }),
    ],
  };
}

/** Their names announce what they show; docs/sandbox.md says more. */
export const FAILING_NODES: readonly NodeSeed[] = [
  failing({
    id: "i-0fa11000000000001",
    name: "fails-agent-offline",
    ip: "10.20.9.11",
    online: false,
    shows: "the agent has not been heard of for hours.",
  }),
  failing({
    id: "i-0fa11000000000002",
    name: "fails-channel-cut",
    ip: "10.20.9.12",
    trouble: { socketSeconds: 20 },
    shows: "the channel is cut every twenty seconds.",
  }),
  failing({
    id: "i-0fa11000000000003",
    name: "fails-log-group-missing",
    ip: "10.20.9.13",
    roleName: "managed-node-without-logs",
    shows: "the agent can't see its log group and does not log the session.",
  }),
  failing({
    id: "i-0fa11000000000004",
    name: "fails-throttled",
    ip: "10.20.9.14",
    trouble: { throttledStarts: 4 },
    shows: "four starts are throttled, the fifth works.",
  }),
  failing({
    id: "i-0fa11000000000005",
    name: "fails-access-denied",
    ip: "10.20.9.15",
    tags: { Quarantine: "true" },
    shows: "the organisation denies sessions on nodes in quarantine.",
  }),
  failing({
    id: "i-0fa11000000000006",
    name: "slow-start",
    ip: "10.20.9.16",
    trouble: { startDelayMs: 6000 },
    shows: "the start takes six seconds.",
  }),
  failing({
    id: "i-0fa11000000000007",
    name: "slow-output",
    ip: "10.20.9.17",
    trouble: { outputDelayMs: 2000 },
    shows: "whatever is printed comes two seconds late.",
  }),
];
