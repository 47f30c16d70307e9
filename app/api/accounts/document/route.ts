import { postRoute } from "@/lib/http/route";
import { accountRegion } from "@/lib/nodes/account-region";
import { orderSessionDocument } from "@/lib/nodes/order-session-document";

export const POST = postRoute({ input: accountRegion, confirm: true, handle: orderSessionDocument });
