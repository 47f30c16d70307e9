/** 到處都用得到的字詞：框架、按鈕、時間。 */
export const words = {
  "app.name": "Halligan",
  "nav.home": "首頁",
  "nav.nodes": "節點",
  "nav.requests": "申請",
  "nav.sessions": "工作階段",
  "nav.reviews": "審查",
  "nav.audit": "稽核",
  "frame.signOut": "登出",
} as const;
