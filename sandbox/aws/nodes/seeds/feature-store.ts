import { nodeRow, PLACES } from "../node-row";
import type { NodeSeed } from "../node-seed";
import { answer, baseFiles, DAY_MS, MINUTE_MS, unitFiles } from "./base";

const row = nodeRow(
  {
    id: "i-0b95d2c7e81f4a36c",
    name: "feature-store-1",
    ip: "10.40.3.8",
    tags: { Name: "feature-store-1", Env: "prod", Team: "ml", Service: "feature-store", Tier: "2" },
  },
  PLACES.dataIreland,
);

const NAME = "feature-store";
const PID = 4_196_208;

/** Nobody keeps the clock: chronyd stopped, the clock ran away, and signed requests are refused. Mended by starting chronyd. */
export const FEATURE_STORE: NodeSeed = {
  row,
  files: (now) => {
    const stopped = now - 3 * DAY_MS;
    return [
      ...baseFiles(row, {
        sockets: `LISTEN 0 511 0.0.0.0:9400 0.0.0.0:* ${NAME}\n`,
        motd: "Feature store. Clock: `chronyc tracking`",
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Feature store",
        state: { active: "active", pid: PID, status: 0, since: now - 44 * DAY_MS, stat: "Ssl" },
        start: 'echo "INFO listening on 0.0.0.0:9400"\n',
        journal: [
          {
            at: now - 30 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "ERROR s3 GetObject: RequestTimeTooSkewed, the difference between the request time and the current time is too large",
          },
          {
            at: now - 2 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "WARN serving features that are 2,884 minutes old",
          },
        ],
      }),
      ...unitFiles(row, {
        name: "chronyd",
        description: "NTP client/server",
        state: { active: "failed", pid: 4_194_322, status: 1, since: stopped, stat: "Ssl" },
        start:
          'rm -f "$HALLIGAN_NODE_ROOT/run/clock-skew"\necho "INFO selected source 169.254.169.123, clock stepped by 431.2 s"\n',
        journal: [
          {
            at: stopped,
            program: "systemd[1]",
            text: "chronyd.service: Main process exited, code=killed, status=9/KILL",
          },
          { at: stopped, program: "systemd[1]", text: "chronyd.service: Failed with result 'signal'." },
        ],
      }),
      { path: "run/clock-skew", content: "431.2\n" },
      {
        path: "usr/local/bin/chronyc",
        executable: true,
        content: String.raw`#!/bin/sh
[ "$(systemctl is-active chronyd)" = active ] || { echo "506 Cannot talk to daemon" >&2; exit 1; }
printf 'Reference ID    : A9FEA97B (169.254.169.123)\nStratum         : 4\nSystem time     : 0.000012 seconds fast of NTP time\nLeap status     : Normal\n'
`,
      },
      answer(
        9400,
        String.raw`if [ -f "$HALLIGAN_NODE_ROOT/run/clock-skew" ]; then echo "{\"status\":\"stale\",\"clock_skew_seconds\":$(cat "$HALLIGAN_NODE_ROOT/run/clock-skew")}"; exit 1; fi
echo '{"status":"ok"}'
`,
      ),
    ];
  },
};
