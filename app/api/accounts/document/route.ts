import { accountRegion } from "@/lib/accounts/account-region";
import { orderSessionDocument } from "@/lib/accounts/documents/order-session-document";
import { postRoute } from "@/lib/http/route";

export const POST = postRoute({ input: accountRegion, confirm: true, handle: orderSessionDocument });
