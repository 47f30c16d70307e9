import { z } from "zod";
import { isId, type PersonId } from "@/lib/kernel/ids";
import { typedText } from "@/lib/kernel/text";

/** What an administrator sends to switch somebody's access off or on. */
export const accessChange = z.strictObject({
  personId: z.custom<PersonId>((value) => isId("person", value)),
  reason: typedText(3, 500),
});
