import { nodeRow, PLACES } from "../node-row";
import type { NodeSeed } from "../node-seed";
import { baseFiles, DAY_MS, MINUTE_MS, stamp, unitFiles } from "./base";

const row = nodeRow(
  {
    id: "i-0e1f58c6a3d9b7204",
    name: "billing-batch-1",
    ip: "10.20.6.11",
    tags: { Name: "billing-batch-1", Env: "prod", Team: "billing", Service: "billing-batch", Tier: "2" },
  },
  PLACES.coreVirginia,
);

const NAME = "billing-batch";
const PID = 4_194_622;

/** The machine restarted in the middle of a run and its lock file stayed: no run since. Mended by removing it and starting. */
export const BILLING_BATCH: NodeSeed = {
  row,
  files: (now) => {
    const rebooted = now - 2 * DAY_MS;
    return [
      ...baseFiles(row, {
        load: "0.00, 0.01, 0.00",
        motd: "Invoices, nightly. State: `billingctl status`. One run at a time: /var/lib/billing/run.lock",
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Nightly invoices",
        state: { active: "failed", pid: PID, status: 75, since: now - 280 * MINUTE_MS, stat: "Ssl" },
        start: String.raw`root=$HALLIGAN_NODE_ROOT
if [ -f "$root/var/lib/billing/run.lock" ]; then
  echo "ERROR another run holds /var/lib/billing/run.lock ($(cat "$root/var/lib/billing/run.lock"))"
  exit 75
fi
date -u '+%Y-%m-%d %H:%M:%S UTC' >"$root/run/billing/last"
echo "INFO run begun, 2 nights to catch up"
echo "INFO 18,204 invoices written"
`,
        journal: [
          { at: rebooted - 40_000, program: `${NAME}[4193880]`, text: "INFO run begun, 1 night" },
          {
            at: rebooted,
            program: "kernel",
            text: "Linux version 6.1.119-129.201.amzn2023.x86_64 (mockbuild)",
          },
          {
            at: now - DAY_MS - 280 * MINUTE_MS,
            program: `${NAME}[4194588]`,
            text: "ERROR another run holds /var/lib/billing/run.lock (pid 4193880)",
          },
          {
            at: now - 280 * MINUTE_MS,
            program: `${NAME}[${PID}]`,
            text: "ERROR another run holds /var/lib/billing/run.lock (pid 4193880)",
          },
        ],
      }),
      { path: "var/lib/billing/run.lock", content: "pid 4193880\n" },
      {
        path: "run/billing/last",
        content: `${stamp(rebooted - DAY_MS)
          .replace("T", " ")
          .replace("Z", " UTC")}\n`,
      },
      {
        path: "usr/local/bin/billingctl",
        executable: true,
        content: String.raw`#!/bin/sh
echo "last finished run: $(cat "$HALLIGAN_NODE_ROOT/run/billing/last")"
if [ -f "$HALLIGAN_NODE_ROOT/var/lib/billing/run.lock" ]; then echo "lock: held by $(cat "$HALLIGAN_NODE_ROOT/var/lib/billing/run.lock")"; else echo "lock: free"; fi
`,
      },
    ];
  },
};
