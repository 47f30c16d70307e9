import { z } from "zod";

const environment = z.object({
  IDP_PORT: z.coerce.number().int().min(1).max(65_535).default(4601),
  IDP_STATE: z.string().min(1),
  IDP_CLIENT_ID: z.string().min(1),
  IDP_CLIENT_SECRET: z.string().min(16),
  IDP_REDIRECT_URIS: z
    .string()
    .transform((list) =>
      list
        .split(",")
        .map((uri) => uri.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.url()).min(1)),
  IDP_ISSUER: z.url().optional(),
  IDP_MAIL_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  IDP_ENTRY_CODE: z.string().min(16).optional(),
});

export interface IdentitySettings {
  port: number;
  stateFolder: string;
  clientId: string;
  clientSecret: string;
  redirectUris: string[];
  issuer: string;
  /** Where mail for the demo's people is taken; without it there is no mailbox. */
  mailPort?: number | undefined;
  /** Where there is one, only browsers that opened `/open?code=…` with it may choose a person. */
  entryCode?: string | undefined;
}

/**
 * Reads the provider's settings.
 * @param env the environment of the process
 * @returns the settings, or one sentence that names every variable that is missing or wrong
 */
export function readSettings(env: NodeJS.ProcessEnv): IdentitySettings | { problem: string } {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
    return { problem: `The identity provider can't start: ${names.join(", ")} missing or not valid.` };
  }
  const value = parsed.data;
  return {
    port: value.IDP_PORT,
    stateFolder: value.IDP_STATE,
    clientId: value.IDP_CLIENT_ID,
    clientSecret: value.IDP_CLIENT_SECRET,
    redirectUris: value.IDP_REDIRECT_URIS,
    issuer: value.IDP_ISSUER ?? `http://127.0.0.1:${value.IDP_PORT}`,
    mailPort: value.IDP_MAIL_PORT,
    entryCode: value.IDP_ENTRY_CODE,
  };
}
