import { nodeRow, PLACES } from "../node-row";
import type { NodeSeed } from "../node-seed";
import { answer, baseFiles, MINUTE_MS, unitFiles } from "./base";

const row = nodeRow(
  {
    id: "i-06e93b2d1c85f7a4e",
    name: "checkout-web-3",
    ip: "10.20.2.63",
    tags: { Name: "checkout-web-3", Env: "prod", Team: "checkout", Service: "checkout-web", Tier: "1" },
  },
  PLACES.coreVirginia,
);

const NAME = "checkout-web";
const PID = 4_197_402;

/** Flags were edited by hand and have one comma too many: the service does not come up. Mended in the file, then started. */
export const CHECKOUT_WEB: NodeSeed = {
  row,
  files: (now) => {
    const died = now - 12 * MINUTE_MS;
    return [
      ...baseFiles(row, {
        sockets: "LISTEN 0 128 0.0.0.0:22 0.0.0.0:* sshd\n",
        motd: "Checkout web, three of four. Flags: /etc/checkout-web/flags.json",
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Checkout web",
        state: { active: "failed", pid: PID, status: 1, since: died, stat: "Ssl" },
        start: String.raw`if tr -d ' \n' <"$HALLIGAN_NODE_ROOT/etc/checkout-web/flags.json" | grep -q ',}'; then
  echo "FATAL /etc/checkout-web/flags.json: Expected double-quoted property name in JSON (line 5)"
  exit 1
fi
echo "INFO flags read, listening on 0.0.0.0:3080"
`,
        journal: [
          {
            at: died - MINUTE_MS,
            program: "sudo[4197388]",
            text: "ec2-user : COMMAND=/usr/bin/vi /etc/checkout-web/flags.json",
          },
          { at: died - 4000, program: "systemd[1]", text: `Stopped ${NAME}.service - Checkout web.` },
          {
            at: died,
            program: `${NAME}[${PID}]`,
            text: "FATAL /etc/checkout-web/flags.json: Expected double-quoted property name in JSON (line 5)",
          },
          { at: died, program: "systemd[1]", text: `${NAME}.service: Failed with result 'exit-code'.` },
        ],
      }),
      {
        path: "etc/checkout-web/flags.json",
        content: '{\n  "express_pay": true,\n  "gift_cards": false,\n  "new_address_form": false,\n}\n',
      },
      {
        path: "etc/checkout-web/flags.json~",
        content: '{\n  "express_pay": true,\n  "gift_cards": false,\n  "new_address_form": true\n}\n',
      },
      answer(3080, 'systemctl is-active checkout-web >/dev/null || exit 7\necho \'{"status":"ok"}\'\n'),
    ];
  },
};
