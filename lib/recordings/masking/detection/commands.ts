import { groupSpans, type Span } from "./span";

const WORD = String.raw`("[^"\n]*|'[^'\n]*|[^\s"'|;&<>]+)`;
const PLACEHOLDER = /^["']?(?:\$\{?[A-Za-z_(]|<|\{\{|[*•x]+["']?$|-|%[a-z])/;

/**
 * Options and statements whose next word is a secret. Before each, words of which a text that it can match has one: most
 * texts have none, which is told much faster.
 */
const PATTERNS = (
  [
    // --password X, --db-password=X, --token X
    [
      "--",
      `--(?:[a-z0-9]{1,20}-){0,4}(?:passw(?:or)?d|passphrase|pass|pwd|token|secret|api-?key|secret-?key|access-?key|secret-?string|auth-?token|client-?secret)(?:[ \\t]{1,8}|=)${WORD}`,
    ],
    // Headers with credentials.
    [
      "authorization",
      String.raw`\b(?:proxy-)?authorization(?:\\?["'])?[ \t]{0,8}[:=][ \t]{0,8}(?:\\?["'])?(?:(?:bearer|basic|token|digest|apikey|negotiate|aws4-hmac-sha256)[ \t]{1,8})?([^\s"'\\]+)`,
    ],
    ["bearer basic", String.raw`\b(?:bearer|basic)[ \t]{1,4}([A-Za-z0-9+/_.~-]{16,}={0,2})`],
    [
      "key token",
      String.raw`\b(?:x-api-key|x-auth-token|x-vault-token|x-gitlab-token|private-token|x-amz-security-token|x-goog-api-key|api-key|apikey)[ \t]{0,4}:[ \t]{0,4}([^\s"'\\]+)`,
    ],
    ["cookie:", String.raw`\b(?:set-)?cookie:[ \t]{0,4}([^\n"']+)`],
    // curl -u user:password
    [
      "curl",
      String.raw`\bcurl\b[^\n|;]{0,400}?[ \t](?:-u|--user|--proxy-user|-U)[ \t=]{0,4}["']?[^\s:"']{0,100}:([^\s"']+)`,
    ],
    // mysql -psecret
    [
      "mysql mariadb",
      String.raw`\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mysqlsh|mariadb|mariadb-dump)\b[^\n|;]{0,400}?[ \t]-p${WORD}`,
    ],
    ["mysqladmin", String.raw`\bmysqladmin\b[^\n|;]{0,200}?[ \t]password[ \t]{1,4}${WORD}`],
    [
      "sshpass login mongo",
      String.raw`\b(?:sshpass|docker[ \t]+login|podman[ \t]+login|helm[ \t]+registry[ \t]+login|az[ \t]+login|oc[ \t]+login|mongosh?|mongodump)\b[^\n|;]{0,400}?[ \t]-p[ \t]{0,4}${WORD}`,
    ],
    ["redis-cli", String.raw`\bredis-cli\b[^\n|;]{0,400}?[ \t](?:-a|--pass)[ \t]{1,4}${WORD}`],
    [
      "ldap",
      String.raw`\b(?:ldapsearch|ldapadd|ldapmodify|ldapwhoami|ldapdelete)\b[^\n|;]{0,400}?[ \t]-w[ \t]{0,4}${WORD}`,
    ],
    ["zip 7z", String.raw`\b(?:unzip|zip|7z)\b[^\n|;]{0,400}?[ \t]-[Pp]${WORD}`],
    ["unzip", String.raw`\bunzip\b[^\n|;]{0,400}?[ \t]-P[ \t]{1,4}${WORD}`],
    [
      "htpasswd",
      String.raw`\bhtpasswd\b[^\n|;]{0,200}?[ \t]-[a-zA-Z]{0,6}b[a-zA-Z]{0,6}[ \t]+\S{1,200}[ \t]+\S{1,100}[ \t]+${WORD}`,
    ],
    ["pass:", String.raw`\bpass:([^\s"'|;]+)`],
    ["auth", String.raw`\bAUTH[ \t]{1,4}(?:"[^"\n]{0,100}"[ \t]{1,4})?${WORD}(?=[ \t]*(?:\n|$))`],
    // echo 'user:password' | chpasswd · echo password | passwd --stdin
    [
      "chpasswd stdin passwd -s",
      String.raw`\b(?:echo|printf)\b[ \t]{1,8}(?:-[ne]{1,2}[ \t]{1,4})?["']?(?:[^\s:"'|]{1,64}:)?([^\s"'|]{1,200})["']?[ \t]{0,8}\|[ \t]{0,8}(?:sudo[ \t]{1,4})?(?:-S\b|chpasswd|passwd\b|[^\n|]{0,100}--?(?:password-)?stdin)`,
    ],
    // SQL and .netrc
    [
      "identified",
      String.raw`\bidentified[ \t]{1,8}(?:with[ \t]{1,8}\S{1,60}[ \t]{1,8})?by[ \t]{1,8}(?:password[ \t]{1,8})?("[^"\n]*|'[^'\n]*)`,
    ],
    [
      "password",
      String.raw`\b(?:encrypted[ \t]{1,8}|with[ \t]{1,8}|set[ \t]{1,8})?password[ \t]{1,8}("[^"\n]+|'[^'\n]+)`,
    ],
    ["login", String.raw`\blogin[ \t]{1,8}\S{1,200}[ \t]{1,8}password[ \t]{1,8}(\S+)`],
  ] as const
).map(([needs, source]) => ({ needs: needs.split(" "), pattern: new RegExp(source, "dgi") }));

/** Secrets that stand in the arguments of commands, in headers and in statements. */
export function* findArguments(text: string): Generator<Span> {
  const lower = text.toLowerCase();
  for (const { needs, pattern } of PATTERNS) {
    if (!needs.some((word) => lower.includes(word))) continue;
    for (const { span } of groupSpans(text, pattern)) {
      const value = text.slice(...span);
      if (PLACEHOLDER.test(value)) continue;
      const isQuoted = value.startsWith('"') || value.startsWith("'");
      yield isQuoted ? [span[0] + 1, span[1]] : span;
    }
  }
}
