/** 到處都用得到的字詞：框架、按鈕、時間。 */
export const words = {
  "app.name": "Halligan",
  "nav.home": "首頁",
} as const;
