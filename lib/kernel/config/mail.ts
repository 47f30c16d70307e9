import { z } from "zod";

/** Where mail is handed over: smtp:// (STARTTLS where the server has it) or smtps://, with the login in it. */
export const smtpUrl = z
  .url({ protocol: /^smtps?$/, error: "must be smtp://… or smtps://…" })
  .refine(
    (text) => !/^smtps?:/.test(text) || (URL.canParse(text) && isPlain(new URL(text))),
    "must be a server, with or without a login, and nothing behind it",
  );

function isPlain({ hostname, pathname, search, hash, username, password }: URL): boolean {
  if (hostname === "" || (pathname !== "" && pathname !== "/") || search !== "" || hash !== "") return false;
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

const ADDRESS = /^[^\s"(),:;<>@[\\\]\p{Cc}]{1,64}@[a-z0-9][a-z0-9.-]{0,251}[a-z0-9]$/iu;

/** Who mail is from: an address, or a name and an address in angle brackets. */
export const mailFrom = z.string().transform((text, context) => {
  const [, name = "", address = text] = /^([^<>\p{Cc}]{0,100}?)\s*<([^<>]+)>$/u.exec(text.trim()) ?? [];
  if (ADDRESS.test(address.trim())) return { name: name.replace(/^"(.*)"$/, "$1"), address: address.trim() };
  context.addIssue({
    code: "custom",
    message: "must be an address, or a name and an address: Halligan <halligan@example.com>",
  });
  return z.NEVER;
});
