import { z } from "zod";
import { languageCookie } from "@/lib/http/page/request-language";
import { postRoute } from "@/lib/http/route";
import { chooseLanguage } from "@/lib/people/settings/choose-language";
import { LANGUAGES, readLanguage } from "@/messages/language";

export async function POST(request: Request): Promise<Response> {
  let chosen: string | null = null;
  const answer = await postRoute({
    input: z.strictObject({ language: z.enum(LANGUAGES).nullable() }),
    handle: async (actor, input) => {
      const { language } = await chooseLanguage(actor, input);
      chosen = language;
      return { language };
    },
  })(request);
  // The cookie is for what comes before anybody is known: the sign-in page, and answers without a page.
  if (answer.ok) answer.headers.append("set-cookie", languageCookie(readLanguage(chosen)));
  return answer;
}
