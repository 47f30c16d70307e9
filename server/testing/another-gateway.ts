import { join } from "node:path";
import { inCheckout } from "../../tools/checkout/checkout.mjs";
import { type Service, startService } from "../../tools/command/child-process.mjs";
import { freePort } from "../../tools/launch/ports.mjs";
import type { World } from "../../tools/world.mjs";

/** Another gateway on a world's database, as a fleet has several. */
export async function startAnotherGateway(
  world: World,
): Promise<{ service: Service; gatewayOrigin: string }> {
  const port = await freePort();
  const gatewayOrigin = `http://localhost:${port}`;
  const service = await startService({
    name: "The second gateway",
    command: [inCheckout("dist", "gateway.mjs")],
    env: { ...world.env("gateway"), GATEWAY_PORT: String(port), GATEWAY_ORIGIN: gatewayOrigin },
    log: join(world.folder, "logs", "second-gateway.log"),
  });
  return { service, gatewayOrigin };
}
