import { expect, it } from "vitest";
import { en } from "./en";
import { partsOf } from "./testing/parts";

import { zhTW } from "./zh-TW";

/** What stays as it is in every language: names of products, protocols, keys, files, people of the demo. */
const NAMES =
  /Halligan|AWS|Systems Manager|CloudTrail|CloudWatch Logs|CloudWatch|S3|IAM|STS|MFA|CLI|EC2|KMS|SSM Agent|Session Manager|Shell|CSV|JSON|UTC|ARN|ID|ms|Ctrl|Esc|Enter|Ana|Ben|Cleo|Dov|English|asciicast|asciinema|SHA-256|v[23]|root|exit|\/var\/log|authorRoleArn|documentName|(?:HALLIGAN|OIDC|NODE)_[A-Z_]+|OpenID|Cedar|RS256|PS256|ES256|EdDSA|[a-z]+:[A-Z]\w+/g;

const ENGLISH: Readonly<Record<string, string>> = en;
const CHINESE: Readonly<Record<string, string | undefined>> = zhTW;

/** The codes of which something is wrong, with both sentences. */
function wrong(isWrong: (chinese: string, english: string) => boolean): string[] {
  return Object.entries(ENGLISH).flatMap(([code, english]) => {
    const chinese = CHINESE[code];
    return chinese !== undefined && isWrong(chinese, english) ? [`${code}: ${english} | ${chinese}`] : [];
  });
}

it("繁體中文 has every sentence, and none that nobody says", () => {
  expect(Object.keys(ENGLISH).filter((code) => !CHINESE[code])).toEqual([]);
  expect(Object.keys(CHINESE).filter((code) => !(code in ENGLISH))).toEqual([]);
});

it("ICU reads every message of both languages, and finds no tag, no date of its own and no bracket in it", () => {
  const found = [...Object.entries(ENGLISH), ...Object.entries(CHINESE)].filter(([, message]) => {
    const { others, text } = partsOf(message ?? "");
    return others > 0 || /[[\]]/.test(text);
  });
  expect(found).toEqual([]);
});

it("each asks for the same arguments in both languages, of the same kinds", () => {
  const asked = (message: string) => JSON.stringify(Object.entries(partsOf(message).arguments).sort());
  expect(wrong((chinese, english) => asked(chinese) !== asked(english))).toEqual([]);
});

it("what is said only of a parameter that is there asks for it by its name, and says nothing otherwise", () => {
  for (const message of Object.values({ ...ENGLISH, ...CHINESE })) {
    const { arguments: asked, branches } = partsOf(message ?? "");
    for (const name of Object.keys(asked).filter((one) => /^has[A-Z]/.test(one))) {
      expect(branches[name], message).toEqual(["yes", "other"]);
      expect(Object.keys(asked), message).toContain(`${name.charAt(3).toLowerCase()}${name.slice(4)}`);
    }
  }
});

it("none of them has English left in it but names, and none has two forms for a number", () => {
  expect(wrong((chinese) => /[A-Za-z]/.test(partsOf(chinese).text.replace(NAMES, "")))).toEqual([]);
  expect(wrong((chinese) => /, plural/.test(chinese))).toEqual([]);
});

it("they are written as in Taiwan: full-width marks, no exclamation, none of the mainland's words", () => {
  expect(wrong((chinese) => /[一-龥][,;:!?]|[，。：；！？]\s|！/.test(partsOf(chinese).text))).toEqual([]);
  expect(wrong((chinese) => /[们这个会为时间关闭开]/.test(chinese))).toEqual([]);
  expect(
    wrong((chinese) => /信息|数据|數據|用戶|用户|登錄|默認|服務器|日志|網絡|視頻/.test(chinese)),
  ).toEqual([]);
});
