import { nodeRow } from "../node-row";
import type { NodeSeed } from "../node-seed";
import { answer, baseFiles, DAY_MS, MINUTE_MS, unitFiles } from "./base";

const row = nodeRow({
  id: "i-0b7d20e94a6c8135f",
  name: "ledger-3",
  ip: "10.0.7.41",
  tags: { Name: "ledger-3", Env: "staging", Team: "ledger", Service: "ledger-worker", Tier: "2" },
});

const NAME = "ledger-worker";
const PID = 4_197_240;

/**
 * The worker waits for a lock since it lost its disk for a moment: systemd calls it running, ps shows it in state D, the queue grows.
 * A restart mends it, and the queue drains.
 */
export const LEDGER: NodeSeed = {
  row,
  files: (now) => {
    const stuck = now - 42 * MINUTE_MS;
    return [
      ...baseFiles(row, {
        sockets: `LISTEN 0 128 0.0.0.0:22 0.0.0.0:* sshd\nESTAB 0 0 ${row.ip}:41822 10.0.7.9:5432 ${NAME}\n`,
        load: "4.02, 4.00, 3.71",
        motd: "Ledger worker, staging. `ledgerctl queue` shows the queue.",
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Ledger batch worker",
        state: { active: "active", pid: PID, status: 0, since: now - 3 * DAY_MS, stat: "Dsl" },
        start: String.raw`run=$HALLIGAN_NODE_ROOT/run/ledger
[ -f "$run/stuck" ] && { ledgerctl depth >"$run/depth"; rm -f "$run/stuck"; date +%s >"$run/restarted"; }
echo "0.21, 1.44, 2.80" >"$HALLIGAN_NODE_ROOT/run/load"
echo "INFO lock /var/lib/ledger/wal.lock taken"
echo "INFO draining queue from $(cat "$run/depth") entries"
`,
        journal: [
          {
            at: stuck - 10 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "INFO batch 88120 committed, queue 212",
          },
          { at: stuck, program: "kernel", text: "nvme nvme1: I/O 118 QID 2 timeout, reset controller" },
          {
            at: stuck + MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "WARN batch 88121 waits for lock on /var/lib/ledger/wal.lock for 60 s",
          },
          {
            at: stuck + 20 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "WARN batch 88121 waits for lock on /var/lib/ledger/wal.lock for 1200 s",
          },
          {
            at: stuck + 40 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "WARN batch 88121 waits for lock on /var/lib/ledger/wal.lock for 2400 s",
          },
        ],
      }),
      {
        path: "etc/ledger/worker.yml",
        content: "queue: amqp://10.0.7.9/ledger\nbatch: 500\nwal: /var/lib/ledger/wal\n",
      },
      { path: "var/lib/ledger/wal.lock", content: `${PID}\n` },
      { path: "run/ledger/stuck", content: `${Math.floor(stuck / 1000)}\n` },
      { path: "run/ledger/depth", content: "212\n" },
      {
        path: "usr/local/bin/ledgerctl",
        executable: true,
        content: String.raw`#!/bin/sh
run=$HALLIGAN_NODE_ROOT/run/ledger
now=$(date +%s)
depth=$(cat "$run/depth")
if [ -f "$run/stuck" ]; then
  depth=$((depth + (now - $(cat "$run/stuck")) * 7))
  state="no commit since $(date -u -d "@$(cat "$run/stuck")" '+%Y-%m-%d %H:%M:%S UTC')"
else
  depth=$((depth - (now - $(cat "$run/restarted" 2>/dev/null || echo 0)) * 2500))
  [ "$depth" -lt 40 ] && depth=$((20 + now % 20))
  state="committing"
fi
case "$1" in
  depth) echo "$depth" ;;
  queue | "") echo "queue: $depth entries, worker: $state" ;;
  *) echo "usage: ledgerctl [queue|depth]" >&2; exit 2 ;;
esac
`,
      },
      answer(
        8090,
        String.raw`if [ -f "$HALLIGAN_NODE_ROOT/run/ledger/stuck" ]; then echo "{\"status\":\"stalled\",\"queue\":$(ledgerctl depth)}"; exit 1; fi
echo "{\"status\":\"ok\",\"queue\":$(ledgerctl depth)}"
`,
      ),
    ];
  },
};
