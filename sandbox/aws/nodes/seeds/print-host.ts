import { nodeRow } from "../node-row";
import type { NodeSeed } from "../node-seed";
import { baseFiles, DAY_MS, MINUTE_MS, unitFiles } from "./base";

const row = nodeRow({
  id: "mi-0d5a8c31f6e2b7940",
  name: "printhost-7",
  ip: "192.168.40.17",
  tags: { Env: "onprem", Team: "warehouse", Service: "label-printing", Tier: "2", Site: "Rotterdam" },
  roleName: "hybrid-node",
  hybrid: {
    activationId: "3d6f1f0a-5d0c-4b0e-9a53-0c5b7f1e8a42",
    registeredAt: Date.UTC(2025, 4, 19, 6, 40),
  },
});

const NAME = "label-spooler";
const PID = 4_194_871;

/**
 * Not a machine of AWS's: it stands in a warehouse and prints labels. One job asks for paper that the printer has not, and all
 * others stand behind it. Mended by taking that job out of the queue.
 */
export const PRINT_HOST: NodeSeed = {
  row,
  files: (now) => {
    const stopped = now - 52 * MINUTE_MS;
    return [
      ...baseFiles(row, {
        hosts: "192.168.40.201   zebra-dock-3\n",
        sockets: "LISTEN 0 128 0.0.0.0:631 0.0.0.0:* label-spooler\n",
        motd: "Label printing, dock 3. `lpq` shows the queue, `lprm JOB` takes a job out.",
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Label spooler",
        state: { active: "active", pid: PID, status: 0, since: now - 118 * DAY_MS, stat: "Ssl" },
        start: 'echo "INFO printer zebra-dock-3 found"\n',
        journal: [
          { at: stopped - MINUTE_MS, program: `${NAME}[${PID}]`, text: "INFO job 8411 printed, 6 labels" },
          {
            at: stopped,
            program: `${NAME}[${PID}]`,
            text: "ERROR job 8412: printer asks for media 'A4', loaded is '100x150'",
          },
          { at: now - 3 * MINUTE_MS, program: `${NAME}[${PID}]`, text: "WARN 29 jobs wait behind job 8412" },
        ],
      }),
      {
        path: "run/printer/queue",
        content: `${["8412 kiosk delivery-note-A4 A4", ...Array.from({ length: 29 }, (_, index) => `${8413 + index} wms label-${20_600 + index} 100x150`)].join("\n")}\n`,
      },
      {
        path: "usr/local/bin/lpq",
        executable: true,
        content: String.raw`#!/bin/sh
queue=$HALLIGAN_NODE_ROOT/run/printer/queue
[ -s "$queue" ] || { echo "zebra-dock-3 is ready"; echo "no entries"; exit 0; }
if head -n 1 "$queue" | grep -q ' A4$'; then echo "zebra-dock-3 is stopped: media-needed"; else echo "zebra-dock-3 is ready and printing"; fi
echo "Rank   Owner   Job     File(s)                Media"
awk '{ printf "%-6s %-7s %-7s %-22s %s\n", NR, $2, $1, $3, $4 }' "$queue"
`,
      },
      {
        path: "usr/local/bin/lprm",
        executable: true,
        content: String.raw`#!/bin/sh
queue=$HALLIGAN_NODE_ROOT/run/printer/queue
grep -q "^$1 " "$queue" || { echo "lprm: there is no job $1" >&2; exit 1; }
sed -i "/^$1 /d" "$queue"
grep -q ' A4$' "$queue" && exit 0
count=$(wc -l <"$queue")
: >"$queue"
echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $(hostname -s) label-spooler[4194871]: INFO $count jobs printed" >>"$HALLIGAN_NODE_ROOT/var/log/journal/label-spooler.log"
`,
      },
    ];
  },
};
