import { accountRegion } from "@/lib/accounts/account-region";
import { orderConnectionTest } from "@/lib/accounts/connection/order-connection-test";
import { postRoute } from "@/lib/http/route";

export const POST = postRoute({ input: accountRegion, confirm: true, handle: orderConnectionTest });
