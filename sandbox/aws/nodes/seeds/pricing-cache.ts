import { nodeRow, PLACES } from "../node-row";
import type { NodeSeed } from "../node-seed";
import { baseFiles, DAY_MS, MINUTE_MS, unitFiles } from "./base";

const row = nodeRow(
  {
    id: "i-0d28b5f7c4e6a9130",
    name: "pricing-cache-1",
    ip: "10.50.2.19",
    tags: { Name: "pricing-cache-1", Env: "prod", Team: "pricing", Service: "pricing-cache", Tier: "1" },
  },
  PLACES.dataTokyo,
);

const NAME = "pricing-cache";
const PID = 4_195_277;

const RELOAD = String.raw`root=$HALLIGAN_NODE_ROOT
limit=$(sed -n 's/^maxmemory  *//p' "$root/etc/pricing-cache/cache.conf")
case "$limit" in
  *mb | *gb) echo 94 >"$root/run/cache/hits"; echo "INFO maxmemory $limit" ;;
  *) echo 0 >"$root/run/cache/hits"; echo "WARN maxmemory $limit bytes: every write evicts" ;;
esac
`;

/** The limit of the cache lacks its unit: 512 bytes. It evicts whatever it is given. Mended by `512mb` and a reload. */
export const PRICING_CACHE: NodeSeed = {
  row,
  files: (now) => {
    const changed = now - 17 * MINUTE_MS;
    return [
      ...baseFiles(row, {
        sockets: `LISTEN 0 511 0.0.0.0:6379 0.0.0.0:* ${NAME}\n`,
        load: "3.11, 2.40, 1.02",
        motd: "Pricing cache. `cachectl info`",
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Pricing cache",
        state: { active: "active", pid: PID, status: 0, since: now - 31 * DAY_MS, stat: "Ssl" },
        start: RELOAD,
        reload: RELOAD,
        journal: [
          {
            at: changed,
            program: `${NAME}[${PID}]`,
            text: "INFO configuration reloaded: PRC-58, smaller cache",
          },
          { at: changed, program: `${NAME}[${PID}]`, text: "WARN maxmemory 512 bytes: every write evicts" },
          {
            at: now - MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "WARN 41,902 evictions in the last minute, hit rate 0%",
          },
        ],
      }),
      {
        path: "etc/pricing-cache/cache.conf",
        content: "bind 0.0.0.0\nport 6379\n# PRC-58: was 4gb\nmaxmemory 512\nmaxmemory-policy allkeys-lru\n",
      },
      { path: "run/cache/hits", content: "0\n" },
      {
        path: "usr/local/bin/cachectl",
        executable: true,
        content: String.raw`#!/bin/sh
hits=$(cat "$HALLIGAN_NODE_ROOT/run/cache/hits")
echo "hit_rate: $hits%"
if [ "$hits" -gt 50 ]; then echo "evictions_per_minute: 4"; else echo "evictions_per_minute: 41902"; fi
`,
      },
    ];
  },
};
