import { nodeRow } from "../node-row";
import type { NodeSeed } from "../node-seed";
import { answer, baseFiles, DAY_MS, MINUTE_MS, stamp, unitFiles } from "./base";

const row = nodeRow({
  id: "i-02b6e1d84f7a9c350",
  name: "orders-api-1",
  ip: "10.0.4.31",
  tags: { Name: "orders-api-1", Env: "prod", Team: "orders", Service: "orders-api", Tier: "1" },
});

const NAME = "orders-api";
const PID = 4_196_870;

/**
 * A migration that somebody left open holds a table's lock; every worker waits for it and the pool is used up. Mended by ending
 * that one transaction.
 */
export const ORDERS_API: NodeSeed = {
  row,
  files: (now) => {
    const left = now - 34 * MINUTE_MS;
    return [
      ...baseFiles(row, {
        sockets: `LISTEN 0 511 0.0.0.0:8081 0.0.0.0:* ${NAME}\nESTAB 0 0 ${row.ip}:40110 10.0.4.9:5432 ${NAME}\n`,
        load: "0.42, 0.61, 0.88",
        motd: "Orders API. `ordersctl locks` shows what the database waits for, `ordersctl cancel PID` ends it.",
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Orders API",
        state: { active: "active", pid: PID, status: 0, since: now - 9 * DAY_MS, stat: "Ssl" },
        start: 'echo "INFO pool of 20 connections to 10.0.4.9:5432"\necho "INFO listening on 0.0.0.0:8081"\n',
        journal: [
          {
            at: left,
            program: "migrate[4196911]",
            text: "INFO ORD-733 step 2 of 3: ALTER TABLE orders, waiting for confirmation",
          },
          {
            at: left + 2 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "WARN 12 of 20 connections wait for a lock on orders",
          },
          {
            at: left + 6 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "ERROR pool exhausted: 20 of 20 connections in use, 118 waiting",
          },
          {
            at: now - MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "ERROR POST /v1/orders 503 no connection within 5 s",
          },
        ],
      }),
      {
        path: "etc/orders-api/config.yml",
        content: "listen: 0.0.0.0:8081\ndatabase:\n  host: 10.0.4.9\n  pool: 20\n  acquire_timeout: 5s\n",
      },
      {
        path: "run/orders/locks",
        content: `4196911 migrate idle-in-transaction ${stamp(left)} AccessExclusiveLock orders\n`,
      },
      {
        path: "usr/local/bin/ordersctl",
        executable: true,
        content: String.raw`#!/bin/sh
locks=$HALLIGAN_NODE_ROOT/run/orders/locks
case "$1" in
  locks) echo "PID      CLIENT   STATE                SINCE                 LOCK                 TABLE"
    awk '{ printf "%-8s %-8s %-20s %-21s %-20s %s\n", $1, $2, $3, $4, $5, $6 }' "$locks" ;;
  cancel) grep -q "^$2 " "$locks" || { echo "no transaction of $2" >&2; exit 1; }
    sed -i "/^$2 /d" "$locks"
    echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $(hostname -s) orders-api[4196870]: INFO lock on orders released, pool 3 of 20 in use" >>"$HALLIGAN_NODE_ROOT/var/log/journal/orders-api.log"
    echo "ended $2" ;;
  *) echo "usage: ordersctl locks | cancel PID" >&2; exit 2 ;;
esac
`,
      },
      answer(
        8081,
        String.raw`systemctl is-active orders-api >/dev/null || exit 7
if [ -s "$HALLIGAN_NODE_ROOT/run/orders/locks" ]; then echo '{"status":"failing","pool":{"used":20,"size":20,"waiting":118}}'; exit 1; fi
echo '{"status":"ok","pool":{"used":3,"size":20,"waiting":0}}'
`,
      ),
    ];
  },
};
