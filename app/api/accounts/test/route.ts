import { postRoute } from "@/lib/http/route";
import { accountRegion } from "@/lib/nodes/account-region";
import { orderConnectionTest } from "@/lib/nodes/order-connection-test";

export const POST = postRoute({ input: accountRegion, confirm: true, handle: orderConnectionTest });
