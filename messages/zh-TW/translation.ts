/**
 * 一個區域的譯文：代碼與英文相同。完整與否、參數是否一致，由 translations.test.ts 檢查；尚缺的由英文補上。
 */
export type Translation<T> = { readonly [C in keyof T]?: string };
