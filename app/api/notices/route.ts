import { z } from "zod";
import { readRoute } from "@/lib/http/read-route";
import { readNotices } from "@/lib/overview/notices/read-notices";

export const GET = readRoute({ input: z.strictObject({}), handle: readNotices });
