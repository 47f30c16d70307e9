import { nodeRow } from "../node-row";
import type { NodeSeed } from "../node-seed";
import { answer, baseFiles, MINUTE_MS, stamp, unitFiles } from "./base";

const row = nodeRow({
  id: "i-0f3a9c41d7e25b91c",
  name: "payments-api-2",
  ip: "10.0.3.17",
  tags: { Name: "payments-api-2", Env: "prod", Team: "payments", Service: "payments-api", Tier: "1" },
});

const MIB = 1 << 20;
const NAME = "payments-api";
const PID = 4_198_812;

/**
 * A debug log that nobody turned off again has filled the small log volume, and the service died of it. Found with df and
 * du; mended by removing or emptying the file and restarting the service.
 */
export const PAYMENTS_API: NodeSeed = {
  row,
  files: (now) => {
    const died = now - 21 * MINUTE_MS;
    return [
      ...baseFiles(row, {
        mounts: "/dev/nvme1n1 49152 512 /var/log var/log\n",
        sockets: "LISTEN 0 128 0.0.0.0:22 0.0.0.0:* sshd\n",
        motd: "Payments API, two of three. Runbook: PAY-RB-7. Logs have a volume of their own (/var/log).",
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Payments API",
        state: { active: "failed", pid: PID, status: 1, since: died, stat: "Ssl" },
        start: String.raw`free=$(df -k /var/log | awk 'NR == 2 { print $4 }')
if [ "$free" -lt 1024 ]; then
  echo "FATAL can't open /var/log/payments-api/payments-api.log: No space left on device (os error 28)"
  exit 1
fi
echo "INFO config /etc/payments-api/config.toml, log level $(sed -n 's/^level *= *//p' "$HALLIGAN_NODE_ROOT/etc/payments-api/config.toml")"
echo "INFO listening on 0.0.0.0:8080"
`,
        journal: [
          {
            at: died - 190 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "INFO log level set to debug (PAY-2231, ask Jo before turning off)",
          },
          { at: died - 2 * MINUTE_MS, program: `${NAME}[${PID}]`, text: "WARN log volume 97% full" },
          {
            at: died,
            program: `${NAME}[${PID}]`,
            text: "FATAL write /var/log/payments-api/debug.log: No space left on device (os error 28)",
          },
          {
            at: died,
            program: "systemd[1]",
            text: `${NAME}.service: Main process exited, code=exited, status=1/FAILURE`,
          },
          { at: died, program: "systemd[1]", text: `${NAME}.service: Failed with result 'exit-code'.` },
          {
            at: died + 1000,
            program: "systemd[1]",
            text: `${NAME}.service: Start request repeated too quickly.`,
          },
        ],
      }),
      {
        path: "etc/payments-api/config.toml",
        content: `bind = "0.0.0.0:8080"\n\n[log]\n# PAY-2231: debug until the double refunds are understood\nlevel = "debug"\nfile = "/var/log/payments-api/debug.log"\n`,
      },
      {
        path: "var/log/payments-api/payments-api.log",
        content: {
          repeat: `${stamp(died - 30 * MINUTE_MS)} INFO  POST /v1/charges 201 38ms\n`,
          bytes: 380_000,
        },
      },
      {
        path: "var/log/payments-api/debug.log",
        content: {
          repeat: `${stamp(died - MINUTE_MS)} DEBUG pool=ledger conn=0x7f3c2a10 keepalive tick, 0 in flight\n`,
          bytes: 48 * MIB,
        },
      },
      answer(
        8080,
        String.raw`systemctl is-active payments-api >/dev/null || exit 7
echo '{"status":"ok","service":"payments-api"}'
`,
      ),
    ];
  },
};
