import { nodeRow, PLACES } from "../node-row";
import type { NodeSeed } from "../node-seed";
import { baseFiles, MINUTE_MS, unitFiles } from "./base";

const row = nodeRow(
  {
    id: "i-03a8f6e2d95b1c74d",
    name: "warehouse-etl-2",
    ip: "10.40.1.52",
    tags: { Name: "warehouse-etl-2", Env: "prod", Team: "analytics", Service: "warehouse-etl", Tier: "2" },
  },
  PLACES.dataIreland,
);

const NAME = "warehouse-etl";
const PID = 4_197_015;
const INBOX = "/var/spool/etl/incoming";

/** One line of one file can't be read, and the job begins with that file again and again. Mended by moving the file aside. */
export const WAREHOUSE_ETL: NodeSeed = {
  row,
  files: (now) => {
    const failed = now - 27 * MINUTE_MS;
    const good =
      "id,day,sku,amount,currency\n90114,2026-03-13,A-771,12.50,EUR\n90115,2026-03-13,B-020,7.00,EUR\n";
    return [
      ...baseFiles(row, {
        load: "1.92, 1.95, 1.90",
        motd: `Loads the warehouse. Files arrive in ${INBOX}, bad ones belong in /var/spool/etl/rejected`,
      }),
      ...unitFiles(row, {
        name: NAME,
        description: "Warehouse loader",
        state: { active: "failed", pid: PID, status: 65, since: failed, stat: "Ssl" },
        start: String.raw`inbox=$HALLIGAN_NODE_ROOT/var/spool/etl/incoming
for file in "$inbox"/*.csv; do
  [ -f "$file" ] || { echo "INFO nothing to load"; exit 0; }
  bad=$(awk -F, 'NF != 5 { print NR ": expected 5 fields, got " NF; exit }' "$file")
  if [ -n "$bad" ]; then echo "ERROR $(basename "$file") line $bad"; exit 65; fi
  echo "INFO $(basename "$file") loaded, $(($(wc -l <"$file") - 1)) rows"
  rm -f "$file"
done
`,
        journal: [
          { at: failed - 9000, program: `${NAME}[${PID}]`, text: "INFO sales-0611.csv loaded, 2 rows" },
          {
            at: failed,
            program: `${NAME}[${PID}]`,
            text: "ERROR sales-0612.csv line 3: expected 5 fields, got 4",
          },
          { at: failed, program: "systemd[1]", text: `${NAME}.service: Failed with result 'exit-code'.` },
        ],
      }),
      {
        path: "var/spool/etl/incoming/sales-0612.csv",
        content:
          "id,day,sku,amount,currency\n90112,2026-03-12,A-771,12.50,EUR\n90113,2026-03-12,C-104;9.90,EUR\n",
      },
      { path: "var/spool/etl/incoming/sales-0613.csv", content: good },
      { path: "var/spool/etl/rejected/.keep", content: "" },
    ];
  },
};
