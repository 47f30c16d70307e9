import { nodeRow, PLACES } from "../node-row";
import type { NodeSeed, ScalingGroup } from "../node-seed";
import { baseFiles, DAY_MS, MINUTE_MS, unitFiles } from "./base";

const NAME = "search-worker";
const GROUP = "search-workers";
const SUBNET = "10.20.5";

/** A member of the group. Those that came up with the account have an index that is beyond repair; new ones are sound. */
function worker(id: string, ip: string, isBroken: boolean): NodeSeed {
  const row = nodeRow(
    {
      id,
      name: NAME,
      ip,
      tags: {
        Name: NAME,
        Env: "staging",
        Team: "search",
        Service: NAME,
        Tier: "2",
        "aws:autoscaling:groupName": GROUP,
      },
    },
    PLACES.coreVirginia,
  );
  const health = isBroken ? "corrupt" : "sound";
  return {
    row,
    files: (now) => [
      ...baseFiles(row, {
        motd: `Search worker of the group ${GROUP}. Cattle: replace it rather than mend it. State: \`workerctl\``,
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Search index worker",
        state: {
          active: "active",
          pid: 4_194_455,
          status: 0,
          since: isBroken ? now - 97 * DAY_MS : now - 1000,
          stat: "Ssl",
        },
        start: 'echo "INFO index opened, consuming from 10.20.5.9"\n',
        journal: isBroken
          ? [
              {
                at: now - 96 * MINUTE_MS,
                program: `${NAME}[4194455]`,
                text: "ERROR segment 4412: checksum mismatch",
              },
              {
                at: now - 95 * MINUTE_MS,
                program: `${NAME}[4194455]`,
                text: "ERROR local index can't be repaired: replace this instance",
              },
            ]
          : [
              {
                at: now - 1000,
                program: `${NAME}[4194455]`,
                text: "INFO index built from snapshot, consuming from 10.20.5.9",
              },
            ],
      }),
      { path: "var/lib/search-worker/index", content: `${health}\n` },
      {
        path: "usr/local/bin/workerctl",
        executable: true,
        content: String.raw`#!/bin/sh
if grep -q corrupt "$HALLIGAN_NODE_ROOT/var/lib/search-worker/index"; then echo "index: corrupt (segment 4412), lag: 212,880 documents"; exit 1; fi
echo "index: sound, lag: 3 documents"
`,
      },
    ],
  };
}

export const SEARCH_WORKERS: readonly NodeSeed[] = [
  worker("i-08c3d7f15e9a2b640", `${SUBNET}.21`, true),
  worker("i-0f72a4b96d3c1e805", `${SUBNET}.22`, false),
];

export const SEARCH_WORKERS_GROUP: ScalingGroup = {
  name: GROUP,
  subnet: SUBNET,
  launch: (id, ip) => worker(id, ip, false),
};
