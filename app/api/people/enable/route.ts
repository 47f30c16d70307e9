import { postRoute } from "@/lib/http/route";
import { accessChange } from "@/lib/people/access-change";
import { enablePerson } from "@/lib/people/enable-person";

export const POST = postRoute({ input: accessChange, confirm: true, handle: enablePerson });
