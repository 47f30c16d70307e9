import { nodeRow } from "../node-row";
import type { NodeSeed } from "../node-seed";
import { baseFiles, DAY_MS, MINUTE_MS, unitFiles } from "./base";

const row = nodeRow({
  id: "i-0c47f92e5ba1d8603",
  name: "mail-relay-2",
  ip: "10.0.8.14",
  tags: { Name: "mail-relay-2", Env: "staging", Team: "platform", Service: "mail-relay", Tier: "3" },
});

const NAME = "mail-relay";
const PID = 4_195_933;

const RELOAD = String.raw`root=$HALLIGAN_NODE_ROOT
host=$(awk '$1 == "*" { print $2 }' "$root/etc/mail-relay/transport" | cut -d: -f1)
if getent hosts "$host" >/dev/null; then
  : >"$root/run/mail/deferred"
  echo "INFO transport $host answers, queue flushed"
else
  echo "WARN transport $host: Name or service not known, deliveries deferred"
fi
`;

/** The transport map names a host with a slip of the pen; the queue grows. Mended by the right name and a reload. */
export const MAIL_RELAY: NodeSeed = {
  row,
  files: (now) => {
    const changed = now - 190 * MINUTE_MS;
    const queued = Array.from(
      { length: 37 },
      (_, index) =>
        `4F${(7000 + index * 13).toString(16).toUpperCase()} ${1200 + index * 71} noreply@example.test`,
    );
    return [
      ...baseFiles(row, {
        hosts: "10.0.8.2   smtp-out.internal\n",
        sockets: `LISTEN 0 100 0.0.0.0:25 0.0.0.0:* ${NAME}\nLISTEN 0 128 0.0.0.0:22 0.0.0.0:* sshd\n`,
        motd: "Mail relay, staging. `mailq` shows what waits.",
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Mail relay",
        state: { active: "active", pid: PID, status: 0, since: now - 63 * DAY_MS, stat: "Ssl" },
        start: RELOAD,
        reload: RELOAD,
        journal: [
          { at: changed, program: `${NAME}[${PID}]`, text: "INFO /etc/mail-relay/transport read" },
          {
            at: changed + 3000,
            program: `${NAME}[${PID}]`,
            text: "WARN transport smpt-out.internal: Name or service not known, deliveries deferred",
          },
          {
            at: now - 5 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "WARN 37 messages deferred, oldest 3 h 5 min",
          },
        ],
      }),
      {
        path: "etc/mail-relay/transport",
        content: "# pattern  next hop\nexample.test  local:\n*  smpt-out.internal:25\n",
      },
      { path: "run/mail/deferred", content: `${queued.join("\n")}\n` },
      {
        path: "usr/local/bin/mailq",
        executable: true,
        content: String.raw`#!/bin/sh
queue=$HALLIGAN_NODE_ROOT/run/mail/deferred
[ -s "$queue" ] || { echo "Mail queue is empty"; exit 0; }
echo "-Queue ID-  --Size-- ----Sender----"
awk '{ printf "%-11s %8d %s\n            (Host or domain name not found)\n", $1, $2, $3 }' "$queue"
echo "-- $(wc -l <"$queue") Requests."
`,
      },
    ];
  },
};
