/** Every setting the portal wants, for processes that no test ever connects to anything. */
export function testEnvironment(databaseUrl: string): Record<string, string> {
  const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
  return {
    HALLIGAN_WORLD: "sandbox",
    DATABASE_URL: databaseUrl,
    PUBLIC_ORIGIN: "http://localhost:4000",
    HALLIGAN_SECRET: "a secret of this test and of nothing else",
    OIDC_ISSUER: "http://127.0.0.1:4002",
    OIDC_CLIENT_ID: "test",
    OIDC_CLIENT_SECRET: "test",
    HALLIGAN_ROLES: JSON.stringify({
      engineer: ["engineers"],
      approver: ["sre-leads", "platform-leads"],
      reviewer: ["security-review"],
      administrator: ["halligan-admins"],
    }),
    STEP_UP: '{"production":"none"}',
    HALLIGAN_ACCOUNTS: JSON.stringify([
      {
        accountId: "111122223333",
        name: "core",
        regions: ["eu-west-1"],
        protection: "staging",
        brokerRoleArn: role("HalliganBroker"),
        targetRoleArn: role("HalliganTarget"),
        readerRoleArn: role("HalliganReader"),
        closerRoleArn: role("HalliganCloser"),
        externalId: "test-external-id",
        documentName: "Halligan-Shell-60m-0a1b2c3d",
        logGroupName: "/halligan/sessions",
      },
    ]),
  };
}
