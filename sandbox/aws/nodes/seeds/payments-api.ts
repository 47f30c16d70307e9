import type { NodeSeed } from "../inventory";
import { nodeRow } from "../node-row";

export const PAYMENTS_API: NodeSeed = {
  row: nodeRow({
    id: "i-0f3a9c41d7e25b91c",
    name: "payments-api-2",
    ip: "10.0.3.17",
    tags: { Name: "payments-api-2", Env: "prod", Team: "payments", Service: "payments-api", Tier: "1" },
  }),
  files: () => [{ path: "var/log/messages", content: "" }],
};
