import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { delegateApprovals } from "@/lib/inbox/delegating/delegate-approvals";

export const POST = postRoute({
  input: z.strictObject({ delegateId: z.string().max(64), until: z.iso.datetime() }),
  confirm: true,
  handle: (actor, { delegateId, until }) => delegateApprovals(actor, { delegateId, until: new Date(until) }),
});
