import { nodeRow } from "../node-row";
import type { NodeSeed } from "../node-seed";
import { answer, baseFiles, DAY_MS, MINUTE_MS, unitFiles } from "./base";

const row = nodeRow({
  id: "i-04c8e6f1b92d7a350",
  name: "search-1",
  ip: "10.0.5.23",
  tags: { Name: "search-1", Env: "prod", Team: "search", Service: "search", Tier: "2" },
});

const NAME = "search";
const PID = 4_196_031;

/** Reads the configuration as the service does, and notes whether its upstream has an address. */
const RELOAD = String.raw`root=$HALLIGAN_NODE_ROOT
host=$(sed -n 's|^ *url: *http://\([^:/]*\).*|\1|p' "$root/etc/search/config.yml" | head -n 1)
[ -z "$host" ] && { echo "ERROR /etc/search/config.yml: upstream.url is missing"; exit 1; }
echo "INFO configuration read, upstream $host"
if getent hosts "$host" >/dev/null; then
  echo ok >"$root/run/search/upstream"
  echo "INFO upstream $host is healthy"
else
  echo failed >"$root/run/search/upstream"
  echo "ERROR upstream $host: name does not resolve, answering from cache"
fi
`;

/**
 * The configuration names an index that was taken down; the service runs and answers 503. Mended by naming the index that has an
 * address (etc/hosts, etc/search/CHANGES) and reloading.
 */
export const SEARCH: NodeSeed = {
  row,
  files: (now) => {
    const broke = now - 65 * MINUTE_MS;
    return [
      ...baseFiles(row, {
        hosts: "10.0.5.71   search-index-green.internal\n10.0.5.72   search-cache.internal\n",
        sockets: `LISTEN 0 511 0.0.0.0:9300 0.0.0.0:* ${NAME}\nLISTEN 0 128 0.0.0.0:22 0.0.0.0:* sshd\n`,
        motd: "Search front. Health: curl localhost:9300/healthz",
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Search front",
        state: { active: "active", pid: PID, status: 0, since: now - 12 * DAY_MS, stat: "Ssl" },
        start: `echo "INFO listening on 0.0.0.0:9300"\n${RELOAD}`,
        reload: RELOAD,
        journal: [
          {
            at: broke,
            program: `${NAME}[${PID}]`,
            text: "INFO configuration read, upstream search-index-blue.internal",
          },
          {
            at: broke + 1000,
            program: `${NAME}[${PID}]`,
            text: "ERROR upstream search-index-blue.internal: name does not resolve, answering from cache",
          },
          {
            at: now - 4 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "ERROR GET /query 503 upstream unavailable (cache miss)",
          },
          {
            at: now - 2 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "ERROR GET /query 503 upstream unavailable (cache miss)",
          },
        ],
      }),
      {
        path: "etc/search/config.yml",
        content:
          "server:\n  listen: 0.0.0.0:9300\nupstream:\n  # SRCH-418: cut over to the other index\n  url: http://search-index-blue.internal:9200\n  timeout: 2s\ncache:\n  url: http://search-cache.internal:6379\n",
      },
      {
        path: "etc/search/CHANGES",
        content:
          "SRCH-418  index 'blue' is taken down, 'green' (search-index-green.internal:9200) serves from now on\nSRCH-402  cache moved to search-cache.internal\n",
      },
      { path: "run/search/upstream", content: "failed\n" },
      answer(
        9300,
        String.raw`systemctl is-active search >/dev/null || exit 7
if [ "$(cat "$HALLIGAN_NODE_ROOT/run/search/upstream")" = ok ]; then echo '{"status":"ok","upstream":"healthy"}'; exit 0; fi
echo '{"status":"degraded","upstream":"unreachable"}'
exit 1
`,
      ),
    ];
  },
};
