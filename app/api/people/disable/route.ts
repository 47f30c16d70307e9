import { postRoute } from "@/lib/http/route";
import { accessChange } from "@/lib/people/disabling/access-change";
import { disablePerson } from "@/lib/people/disabling/disable-person";

export const POST = postRoute({ input: accessChange, confirm: true, handle: disablePerson });
