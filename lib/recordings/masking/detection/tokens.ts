import { groupSpans, type Span } from "./span";

/** Nothing of the same token stands before it, so that a pattern is tried once a token. */
const START = "(?<![A-Za-z0-9_-])";

/** Tokens that say by their first letters what they are. Each is the vendor's own documented form. */
const SHAPES = [
  // What follows may be the next row, where this one ended with the screen's last column.
  "(?:AKIA|ASIA)[A-Z0-9]{16}",
  // Session tokens of AWS STS.
  "(?:IQoJ|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoDYXdz)[A-Za-z0-9+/]{60,}={0,2}",
  "gh[pousr]_[A-Za-z0-9]{30,}",
  "github_pat_[A-Za-z0-9_]{22,}",
  "gl(?:pat|dt|rt|oas|ptt|cbt|ft|soat|imt|agent|ffct)-[A-Za-z0-9_.-]{20,}",
  "xox[abeoprs]-[A-Za-z0-9-]{10,}",
  "xoxe\\.xox[bp]-[A-Za-z0-9-]{10,}",
  "xapp-[0-9]-[A-Za-z0-9-]{10,}",
  "npm_[A-Za-z0-9]{36,}",
  "dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}",
  "pypi-AgE[A-Za-z0-9_-]{40,}",
  "(?:sk|rk|whsec)_(?:live|test)_[A-Za-z0-9]{16,}",
  "whsec_[A-Za-z0-9+/]{24,}={0,2}",
  "AIza[A-Za-z0-9_-]{35}",
  "ya29\\.[A-Za-z0-9_-]{20,}",
  "GOCSPX-[A-Za-z0-9_-]{20,}",
  "SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}",
  "sk-(?:proj-|ant-|svcacct-|admin-|or-)[A-Za-z0-9_-]{20,}",
  "sk-[A-Za-z0-9]{32,}",
  "hv[sbr]\\.[A-Za-z0-9_-]{20,}",
  "do[opr]_v1_[a-f0-9]{40,}",
  "shp(?:at|ca|pa|ss|pca|ppa)_[a-fA-F0-9]{32,}",
  "glsa_[A-Za-z0-9]{30,}_[a-f0-9]{8}",
  "ATATT3x[A-Za-z0-9_=-]{40,}",
  "ops_eyJ[A-Za-z0-9+/=_-]{40,}",
  "hf_[A-Za-z0-9]{30,}",
  "ntn_[A-Za-z0-9]{40,}",
  "figd_[A-Za-z0-9_-]{30,}",
  "gsk_[A-Za-z0-9]{40,}",
  "tskey-[a-z]{2,12}-[A-Za-z0-9-]{20,}",
  "lin_(?:api|oauth)_[A-Za-z0-9]{30,}",
  "AGE-SECRET-KEY-1[A-Z0-9]{50,}",
  "[0-9]{8,10}:AA[A-Za-z0-9_-]{32,}",
  "LTAI[A-Za-z0-9]{16,24}(?![A-Za-z0-9])",
  // JSON Web Tokens: what begins like this is {" in base64.
  "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*){0,3}",
];
const TOKEN = new RegExp(`${START}(${SHAPES.join("|")})`, "dg");

/** Slack's addresses for posting, whose last part is the secret. */
const WEBHOOK = /hooks\.slack(?:-gov)?\.com\/(?:services|workflows)\/([A-Za-z0-9/_-]{20,200})/dg;

/** What crypt(3) makes of passwords, as /etc/shadow has it. */
const CRYPT = /(\$(?:1|2[abxy]|5|6|7|y|gy|sha1|argon2id?|scrypt)\$[A-Za-z0-9./$=,+-]{16,})/dg;

const ACCESS_KEY = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}/g;
/** As long as AWS's secret access keys. */
const FORTY = /(?<![A-Za-z0-9+/=])([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/dg;
/** Characters around the number of a key in which its secret is looked for. */
const NEAR = 400;

/** Keys and tokens of known shapes. */
export function* findTokens(text: string): Generator<Span> {
  for (const pattern of [TOKEN, WEBHOOK, CRYPT]) for (const { span } of groupSpans(text, pattern)) yield span;
  let after = 0;
  for (const { index } of text.matchAll(ACCESS_KEY)) {
    // Not what was looked at already.
    const from = Math.max(after, index - NEAR);
    after = index + NEAR;
    for (const { span, match } of groupSpans(text.slice(from, after), FORTY))
      if (isMixed(match[0])) yield [span[0] + from, span[1] + from];
  }
}

/** A checksum has letters of one case only. */
function isMixed(token: string): boolean {
  return /[a-z]/.test(token) && /[A-Z]/.test(token) && /[0-9+/]/.test(token);
}
