import { randomBytes } from "node:crypto";
import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";
import * as ssm from "@aws-sdk/client-ssm";
import * as sts from "@aws-sdk/client-sts";
import { objectChecks, refusal } from "./sdk-conformance-s3.mjs";

/**
 * Drives the AWS SDK for JavaScript against the sandbox, one call or two of everything that answers: that the SDK can write and
 * read it is what is checked here, how it behaves in detail stands in the tests beside each service.
 *
 * @param {Record<string, string>} environment the sandbox's KEY=value lines, of the operator
 * @param {(line: string) => void} print
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function checkSdk(environment, print) {
  const config = {
    endpoint: environment.AWS_ENDPOINT_URL,
    region: environment.AWS_REGION,
    maxAttempts: 1,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
    },
  };
  let passed = 0;
  let failed = 0;
  print("AWS SDK for JavaScript");
  for (const [name, check] of [...accountChecks(config), ...sessionChecks(config), ...objectChecks(config)]) {
    const problem = await check().catch((error) => `${error.name}: ${error.message}`);
    if (problem === undefined) passed += 1;
    else failed += 1;
    print(problem === undefined ? `ok    ${name}` : `FAIL  ${name}: ${problem}`);
  }
  return { passed, failed };
}

function accountChecks(config) {
  const clients = {
    sts: new sts.STSClient(config),
    iam: new iam.IAMClient(config),
    ec2: new ec2.EC2Client(config),
  };
  return [
    [
      "STS: GetCallerIdentity, AssumeRole and the credentials that come of it",
      async () => {
        const { Arn, Account } = await clients.sts.send(new sts.GetCallerIdentityCommand({}));
        const refused = await refusal(
          clients.sts.send(
            new sts.AssumeRoleCommand({
              RoleArn: `arn:aws:iam::${Account}:role/HalliganTarget`,
              RoleSessionName: "sdk",
            }),
          ),
        );
        return expect(Arn.endsWith(":user/operator") && refused === "AccessDenied", `${Arn} ${refused}`);
      },
    ],
    [
      "IAM: GetRole, ListRolePolicies, GetRolePolicy and ListAttachedRolePolicies",
      async () => {
        const RoleName = "HalliganReader";
        const { Role } = await clients.iam.send(new iam.GetRoleCommand({ RoleName }));
        const { PolicyNames } = await clients.iam.send(new iam.ListRolePoliciesCommand({ RoleName }));
        const PolicyName = PolicyNames[0];
        const { PolicyDocument } = await clients.iam.send(
          new iam.GetRolePolicyCommand({ RoleName, PolicyName }),
        );
        await clients.iam.send(new iam.ListAttachedRolePoliciesCommand({ RoleName }));
        const document = JSON.parse(decodeURIComponent(PolicyDocument));
        return expect(Role.RoleName === RoleName && document.Statement.length > 0, PolicyDocument);
      },
    ],
    [
      "IAM: GetUser and GetPolicyVersion",
      async () => {
        const { User } = await clients.iam.send(new iam.GetUserCommand({ UserName: "operator" }));
        const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
        const { Policy } = await clients.iam.send(new iam.GetPolicyCommand({ PolicyArn }));
        const VersionId = Policy.DefaultVersionId;
        const { PolicyVersion } = await clients.iam.send(
          new iam.GetPolicyVersionCommand({ PolicyArn, VersionId }),
        );
        return expect(User.UserName === "operator" && PolicyVersion.VersionId === VersionId, VersionId);
      },
    ],
    [
      "EC2: DescribeInstances pages, and InvalidInstanceID.NotFound",
      async () => {
        const found = [];
        for await (const page of ec2.paginateDescribeInstances({ client: clients.ec2 }, { MaxResults: 5 })) {
          found.push(...page.Reservations.flatMap(({ Instances }) => Instances));
        }
        const missing = new ec2.DescribeInstancesCommand({ InstanceIds: ["i-0000000000000000f"] });
        const code = await refusal(clients.ec2.send(missing));
        return expect(found.length > 3 && code === "InvalidInstanceID.NotFound", `${found.length} ${code}`);
      },
    ],
  ];
}

function sessionChecks(config) {
  const clients = {
    ssm: new ssm.SSMClient(config),
    logs: new logs.CloudWatchLogsClient(config),
    trail: new cloudtrail.CloudTrailClient(config),
  };
  const reason = `sdk ${randomBytes(4).toString("hex")}`;
  const Target = "i-0f3a9c41d7e25b91c";
  return [
    [
      "Systems Manager: DescribeInstanceInformation pages, GetConnectionStatus",
      async () => {
        const found = [];
        for await (const page of ssm.paginateDescribeInstanceInformation(
          { client: clients.ssm },
          { MaxResults: 5 },
        )) {
          found.push(...page.InstanceInformationList);
        }
        const { Status } = await clients.ssm.send(new ssm.GetConnectionStatusCommand({ Target }));
        return expect(found.length > 3 && Status === "connected", `${found.length} ${Status}`);
      },
    ],
    [
      "Systems Manager: ListDocuments, GetDocument, CreateDocument, UpdateDocument and DeleteDocument",
      async () => {
        const Filters = [{ Key: "Name", Values: ["Halligan-Shell-60m"] }];
        const { DocumentIdentifiers } = await clients.ssm.send(new ssm.ListDocumentsCommand({ Filters }));
        const { Content } = await clients.ssm.send(
          new ssm.GetDocumentCommand({ Name: DocumentIdentifiers[0].Name }),
        );
        const Name = `Sdk-${randomBytes(4).toString("hex")}`;
        const about = { Name, Content, DocumentFormat: "JSON" };
        await clients.ssm.send(new ssm.CreateDocumentCommand({ ...about, DocumentType: "Session" }));
        const changed = JSON.stringify({ ...JSON.parse(Content), description: "changed" });
        const update = { ...about, Content: changed, DocumentVersion: "$LATEST" };
        const { DocumentDescription } = await clients.ssm.send(new ssm.UpdateDocumentCommand(update));
        await clients.ssm.send(new ssm.DeleteDocumentCommand({ Name }));
        const gone = await refusal(clients.ssm.send(new ssm.GetDocumentCommand({ Name })));
        return expect(DocumentDescription.DocumentVersion === "2" && gone === "InvalidDocument", gone);
      },
    ],
    [
      "Systems Manager: StartSession, ResumeSession, TerminateSession, and DescribeSessions by every filter",
      async () => {
        const since = new Date(Date.now() - 60_000).toISOString();
        const { SessionId } = await clients.ssm.send(new ssm.StartSessionCommand({ Target, Reason: reason }));
        const { TokenValue } = await clients.ssm.send(new ssm.ResumeSessionCommand({ SessionId }));
        await clients.ssm.send(new ssm.TerminateSessionCommand({ SessionId }));
        const { Owner } = await waitForEnd(clients.ssm, SessionId);
        const Filters = [
          { key: "SessionId", value: SessionId },
          { key: "Target", value: Target },
          { key: "Owner", value: Owner },
          { key: "Status", value: "Terminated" },
          { key: "AccessType", value: "Standard" },
          { key: "InvokedAfter", value: since },
          { key: "InvokedBefore", value: new Date(Date.now() + 60_000).toISOString() },
        ];
        const { Sessions } = await clients.ssm.send(
          new ssm.DescribeSessionsCommand({ State: "History", Filters }),
        );
        return expect(TokenValue.length > 0 && Sessions[0]?.Reason === reason, JSON.stringify(Sessions));
      },
    ],
    [
      "CloudWatch Logs: groups, streams, events written, read and filtered",
      async () => {
        const logGroupName = `/sdk/${randomBytes(4).toString("hex")}`;
        const names = { logGroupName, logStreamName: "one" };
        await clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName }));
        await clients.logs.send(new logs.CreateLogStreamCommand(names));
        const logEvents = [{ timestamp: Date.now(), message: "hello from the SDK" }];
        await clients.logs.send(new logs.PutLogEventsCommand({ ...names, logEvents }));
        const { events } = await clients.logs.send(
          new logs.GetLogEventsCommand({ ...names, startFromHead: true }),
        );
        const found = [];
        const filter = { logGroupName, filterPattern: "hello" };
        for await (const page of logs.paginateFilterLogEvents({ client: clients.logs }, filter))
          found.push(...page.events);
        const { logStreams } = await clients.logs.send(new logs.DescribeLogStreamsCommand({ logGroupName }));
        return expect(
          events.length === 1 && found.length === 1 && logStreams.length === 1,
          JSON.stringify(found),
        );
      },
    ],
    [
      "CloudTrail: LookupEvents by every attribute, in pages",
      async () => {
        const look = async (AttributeKey, AttributeValue, rest = {}) => {
          const LookupAttributes = [{ AttributeKey, AttributeValue }];
          const { Events } = await clients.trail.send(
            new cloudtrail.LookupEventsCommand({ LookupAttributes, ...rest }),
          );
          return Events;
        };
        const starts = await look("EventName", "StartSession");
        const start = starts.find(
          ({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent).requestParameters?.reason === reason,
        );
        if (!start) return "the start is not in the trail";
        const attributes = {
          EventId: start.EventId,
          ReadOnly: start.ReadOnly,
          Username: start.Username,
          EventSource: start.EventSource,
          AccessKeyId: start.AccessKeyId,
          ResourceType: "AWS::EC2::Instance",
          ResourceName: Target,
        };
        for (const [key, value] of Object.entries(attributes)) {
          const isFound = (await look(key, value)).some(({ EventId }) => EventId === start.EventId);
          if (!isFound) return `not found by ${key}`;
        }
        const LookupAttributes = [{ AttributeKey: "EventSource", AttributeValue: "ssm.amazonaws.com" }];
        let pages = 0;
        const paged = cloudtrail.paginateLookupEvents(
          { client: clients.trail, pageSize: 2 },
          { LookupAttributes },
        );
        for await (const page of paged) pages += page.Events.length <= 2 ? 1 : 100;
        return expect(pages > 1 && pages < 100, `${pages} pages`);
      },
    ],
  ];
}

/** @returns {Promise<import("@aws-sdk/client-ssm").Session>} */
async function waitForEnd(client, SessionId) {
  const Filters = [{ key: "SessionId", value: SessionId }];
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    const { Sessions } = await client.send(new ssm.DescribeSessionsCommand({ State: "History", Filters }));
    if (Sessions.length > 0) return Sessions[0];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the session did not end within ten seconds");
}

function expect(isTrue, otherwise) {
  return isTrue ? undefined : otherwise;
}
