import { nodeRow } from "../node-row";
import type { NodeSeed, SeedFile } from "../node-seed";
import { answer, baseFiles, DAY_MS, MINUTE_MS, unitFiles } from "./base";

const row = nodeRow({
  id: "i-0a91d3b75c4e2f860",
  name: "edge-proxy-1",
  ip: "10.0.1.12",
  tags: { Name: "edge-proxy-1", Env: "prod", Team: "edge", Service: "edge-proxy", Tier: "0" },
});

const NAME = "edge-proxy";
const PID = 4_195_518;

/** Looks at the certificate that is in place, as the proxy does when it starts or reloads. */
const RELOAD = String.raw`root=$HALLIGAN_NODE_ROOT
end=$(openssl x509 -in "$root/etc/edge/tls/edge.crt" -noout -enddate | cut -d= -f2)
[ -z "$end" ] && { echo "ERROR /etc/edge/tls/edge.crt: no certificate"; exit 1; }
if [ "$(date -u -d "$end" +%s)" -lt "$(date +%s)" ]; then
  echo expired >"$root/run/edge/tls"
  echo "WARN certificate /etc/edge/tls/edge.crt expired on $end"
else
  echo valid >"$root/run/edge/tls"
  echo "INFO certificate /etc/edge/tls/edge.crt is valid until $end"
fi
`;

/**
 * The certificate in place has expired: clients break off the handshake, and half-closed connections pile up. The renewed one lies
 * beside it; copying it and reloading mends both.
 */
export const EDGE_PROXY: NodeSeed = {
  row,
  files: (now) => {
    const expired = now - 95 * MINUTE_MS;
    return [
      ...baseFiles(row, {
        sockets: `LISTEN 0 4096 0.0.0.0:443 0.0.0.0:* ${NAME}\nLISTEN 0 128 0.0.0.0:22 0.0.0.0:* sshd\n`,
        load: "1.31, 1.18, 0.94",
        motd: "Edge proxy. Certificates: /etc/edge/tls, renewed ones arrive in /etc/edge/tls/renewed",
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Edge TLS proxy",
        state: { active: "active", pid: PID, status: 0, since: now - 41 * DAY_MS, stat: "Ssl" },
        start: `${RELOAD}echo "INFO listening on 0.0.0.0:443"\n`,
        reload: RELOAD,
        journal: [
          {
            at: expired - 2 * DAY_MS,
            program: "certbot[4195102]",
            text: "renewed certificate stored in /etc/edge/tls/renewed, deploy hook failed: exit status 1",
          },
          {
            at: expired + MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "ERROR tls handshake with 10.0.9.44: remote alert: certificate expired",
          },
          {
            at: now - 3 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "WARN 412 connections in CLOSE-WAIT, 96% of the backlog",
          },
        ],
      }),
      certificate("etc/edge/tls/edge.crt", "3f:a1:07:9c", expired - 90 * DAY_MS, expired),
      certificate(
        "etc/edge/tls/renewed/edge.crt",
        "5c:02:e8:41",
        expired - 2 * DAY_MS,
        expired + 3650 * DAY_MS,
      ),
      {
        path: "etc/edge/proxy.conf",
        content:
          "listen 443 tls;\ntls_certificate /etc/edge/tls/edge.crt;\nupstream payments 10.0.3.16:8080 10.0.3.17:8080;\n",
      },
      { path: "run/edge/tls", content: "expired\n" },
      {
        path: "run/connections",
        executable: true,
        content: String.raw`#!/bin/sh
systemctl is-active edge-proxy >/dev/null || exit 0
if [ "$(cat "$HALLIGAN_NODE_ROOT/run/edge/tls")" = expired ]; then count=412 state=CLOSE-WAIT; else count=38 state=ESTAB; fi
awk -v count=$count -v state=$state -v ip="$HALLIGAN_NODE_IP" 'BEGIN {
  for (i = 0; i < count; i++) printf "%s %d 0 %s:443 10.0.9.%d:%d edge-proxy\n", state, state == "ESTAB" ? 0 : 1, ip, 40 + i % 9, 32768 + i * 7 }'
`,
      },
      {
        path: "usr/local/bin/openssl",
        executable: true,
        content: String.raw`#!/bin/sh
# x509 only: reads the text form that stands above the certificate.
file=
[ "$1" = x509 ] || { echo "openssl: only x509 on this node" >&2; exit 1; }
previous=
for argument in "$@"; do [ "$previous" = -in ] && file=$argument; previous=$argument; done
case "$file" in "$HALLIGAN_NODE_ROOT"*) ;; /*) file=$HALLIGAN_NODE_ROOT$file ;; esac
[ -f "$file" ] || { echo "Can't open $file for reading, No such file or directory" >&2; exit 1; }
value() { sed -n "s/^ *$1 *: *//p" "$file" | head -n 1; }
case "$*" in
  *-enddate*) echo "notAfter=$(value 'Not After')" ;;
  *-dates*) echo "notBefore=$(value 'Not Before')"; echo "notAfter=$(value 'Not After')" ;;
  *-subject*) echo "subject=$(value Subject)" ;;
  *) cat "$file" ;;
esac
`,
      },
      answer(
        443,
        String.raw`systemctl is-active edge-proxy >/dev/null || exit 7
if [ "$(cat "$HALLIGAN_NODE_ROOT/run/edge/tls")" = expired ]; then echo "certificate has expired"; exit 1; fi
echo ok
`,
      ),
    ];
  },
};

/** The text form of a certificate; there is no key anywhere, and nothing here serves TLS. */
function certificate(path: string, serial: string, from: number, to: number): SeedFile {
  const lines = [
    "Certificate:",
    "    Data:",
    "        Version: 3 (0x2)",
    `        Serial Number: ${serial}`,
    "        Issuer: CN = Example Edge CA",
    "        Validity",
    `            Not Before: ${opensslDate(from)}`,
    `            Not After : ${opensslDate(to)}`,
    "        Subject: CN = edge.example.test",
  ];
  return { path, content: `${lines.join("\n")}\n` };
}

/** `Mar 14 09:26:53 2026 GMT` */
function opensslDate(epochMs: number): string {
  const [, day = "", month = "", year = "", time = ""] = new Date(epochMs).toUTCString().split(" ");
  return `${month} ${day} ${time} ${year} GMT`;
}
