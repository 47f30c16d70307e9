import { postRoute } from "@/lib/http/route";
import { accessChange } from "@/lib/people/access-change";
import { disablePerson } from "@/lib/people/disable-person";

export const POST = postRoute({ input: accessChange, confirm: true, handle: disablePerson });
