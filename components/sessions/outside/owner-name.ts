/**
 * Who opened a session past the portal, as short as AWS's ARN lets it be said: a user's name, or a role session's with
 * its role. Hostile text: whoever assumes a role chooses the name.
 */
export function ownerName(arn: string): string {
  const [, role, name] = /:assumed-role\/(.+)\/([^/]+)$/.exec(arn) ?? [];
  if (role && name) return `${name} (${role})`;
  const user = /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  return user ?? arn;
}
