import { z } from "zod";
import { isId, type PersonId } from "../kernel/ids";
import { typedText } from "../kernel/text";

/** What an administrator sends to switch somebody's access off or on. */
export const accessChange = z.strictObject({
  personId: z.custom<PersonId>((value) => isId("person", value)),
  reason: typedText(3, 500),
});
