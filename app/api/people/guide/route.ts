import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { GUIDE_STEPS, saveGuideStep } from "@/lib/people/settings/guide-steps";

const input = z.strictObject({ step: z.enum(GUIDE_STEPS), isDone: z.boolean() });

export const POST = postRoute({ input, handle: saveGuideStep });
