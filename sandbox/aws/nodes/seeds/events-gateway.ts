import { nodeRow, PLACES } from "../node-row";
import type { NodeSeed } from "../node-seed";
import { answer, baseFiles, DAY_MS, MINUTE_MS, unitFiles } from "./base";

const row = nodeRow(
  {
    id: "i-07f4c1e9b3a86d25e",
    name: "events-gateway-2",
    ip: "10.50.7.40",
    tags: {
      Name: "events-gateway-2",
      Env: "staging",
      Team: "platform",
      Service: "events-gateway",
      Tier: "1",
    },
  },
  PLACES.dataTokyo,
);

const NAME = "events-gateway";
const PID = 4_196_644;

/** An update put the service's own limit of open files in place of the old one. Mended in its limits file, then a restart. */
export const EVENTS_GATEWAY: NodeSeed = {
  row,
  files: (now) => {
    const full = now - 75 * MINUTE_MS;
    return [
      ...baseFiles(row, {
        sockets: `LISTEN 4096 4096 0.0.0.0:8443 0.0.0.0:* ${NAME}\n`,
        motd: "Events gateway, staging; the account is production all the same. Limits: /etc/events-gateway/limits.conf",
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Events gateway",
        state: { active: "active", pid: PID, status: 0, since: now - DAY_MS, stat: "Ssl" },
        start: String.raw`root=$HALLIGAN_NODE_ROOT
limit=$(sed -n 's/^nofile *= *//p' "$root/etc/events-gateway/limits.conf")
echo "$limit" >"$root/run/events/nofile"
echo "INFO listening on 0.0.0.0:8443, at most $limit open files"
`,
        journal: [
          {
            at: now - DAY_MS,
            program: "dnf[4196590]",
            text: "Upgraded: events-gateway-2.19.0-1, created /etc/events-gateway/limits.conf.rpmsave",
          },
          {
            at: now - DAY_MS + 5000,
            program: `${NAME}[${PID}]`,
            text: "INFO listening on 0.0.0.0:8443, at most 1024 open files",
          },
          { at: full, program: `${NAME}[${PID}]`, text: "ERROR accept: Too many open files (os error 24)" },
          {
            at: now - MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "ERROR accept: Too many open files (os error 24)",
          },
        ],
      }),
      { path: "etc/events-gateway/limits.conf", content: "nofile = 1024\n" },
      { path: "etc/events-gateway/limits.conf.rpmsave", content: "nofile = 65536\n" },
      { path: "run/events/nofile", content: "1024\n" },
      answer(
        8443,
        String.raw`limit=$(cat "$HALLIGAN_NODE_ROOT/run/events/nofile")
if [ "$limit" -lt 8192 ]; then echo "{\"status\":\"overloaded\",\"open\":$limit,\"limit\":$limit}"; exit 1; fi
echo "{\"status\":\"ok\",\"open\":2210,\"limit\":$limit}"
`,
      ),
    ];
  },
};
