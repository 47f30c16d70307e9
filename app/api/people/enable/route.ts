import { postRoute } from "@/lib/http/route";
import { accessChange } from "@/lib/people/disabling/access-change";
import { enablePerson } from "@/lib/people/disabling/enable-person";

export const POST = postRoute({ input: accessChange, confirm: true, handle: enablePerson });
