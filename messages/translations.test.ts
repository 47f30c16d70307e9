import { expect, it } from "vitest";
import { en } from "./en";
import { placeholdersOf } from "./format";
import { zhTW } from "./zh-TW";

/** What stays as it is in every language: names of products, protocols, keys, files, people of the demo. */
const NAMES =
  /Halligan|AWS|Systems Manager|CloudTrail|CloudWatch Logs|CloudWatch|S3|IAM|STS|EC2|KMS|SSM Agent|Session Manager|Shell|CSV|JSON|UTC|ARN|ID|ms|Ctrl|Esc|Enter|Ana|Ben|Cleo|Dov|English|root|exit|\/var\/log|authorRoleArn|documentName|(?:HALLIGAN|OIDC|NODE)_[A-Z_]+|OpenID|RS256|PS256|ES256|EdDSA|[a-z]+:[A-Z]\w+/g;

const ENGLISH: Readonly<Record<string, string>> = en;
const CHINESE: Readonly<Record<string, string | undefined>> = zhTW;

/** The codes of which something is wrong, with both sentences. */
function wrong(isWrong: (chinese: string, english: string) => boolean): string[] {
  return Object.entries(ENGLISH).flatMap(([code, english]) => {
    const chinese = CHINESE[code];
    return chinese !== undefined && isWrong(chinese, english) ? [`${code}: ${english} | ${chinese}`] : [];
  });
}

const names = (sentence: string) => placeholdersOf(sentence).sort().join();

/** The optional parts of a sentence, each by the names that it depends on. */
const optional = (sentence: string) =>
  [...sentence.matchAll(/\[([^[\]]*)\]/g)]
    .map((part) => names(part[1] ?? ""))
    .sort()
    .join(" | ");

it("繁體中文 has every sentence, and none that nobody says", () => {
  expect(Object.keys(ENGLISH).filter((code) => !CHINESE[code])).toEqual([]);
  expect(Object.keys(CHINESE).filter((code) => !(code in ENGLISH))).toEqual([]);
});

it("each of its sentences wants the same parameters as the English one, the same of them optional", () => {
  expect(wrong((chinese, english) => names(chinese) !== names(english))).toEqual([]);
  expect(wrong((chinese, english) => optional(chinese) !== optional(english))).toEqual([]);
});

it("none of them has English left in it but names, and none has two forms for a number", () => {
  expect(wrong((chinese) => /[A-Za-z]/.test(chinese.replace(/\{[^{}]*\}/g, "").replace(NAMES, "")))).toEqual(
    [],
  );
  expect(wrong((chinese) => /\{\w+\|/.test(chinese))).toEqual([]);
});

it("they are written as in Taiwan: full-width marks, no exclamation, none of the mainland's words", () => {
  expect(wrong((chinese) => /[一-龥][,;:!?]|[，。：；！？]\s|！/.test(chinese))).toEqual([]);
  expect(wrong((chinese) => /[们这个会为时间关闭开]/.test(chinese))).toEqual([]);
  expect(
    wrong((chinese) => /信息|数据|數據|用戶|用户|登錄|默認|服務器|日志|網絡|視頻/.test(chinese)),
  ).toEqual([]);
});
