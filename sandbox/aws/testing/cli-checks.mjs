import { s3Checks } from "./cli-checks-s3.mjs";

/** @typedef {{ status: number, stdout: string, stderr: string }} Answer */

/**
 * What the official AWS CLI is asked, and what it has to be told.
 * @param {(...parameters: string[]) => Promise<Answer>} aws
 * @param {string} region
 */
export function checksOf(aws, region) {
  const json = async (...parameters) => {
    const answer = await aws(...parameters, "--output", "json");
    if (answer.status !== 0) throw new Error(answer.stderr.trim());
    return JSON.parse(answer.stdout || "null");
  };
  const refused = async (code, ...parameters) => {
    const answer = await aws(...parameters);
    return expect(
      answer.status !== 0 && answer.stderr.includes(`(${code})`),
      `expected ${code}, got: ${answer.stderr.trim()}`,
    );
  };
  const now = Date.now();
  return [
    [
      "sts get-caller-identity names the operator",
      async () => {
        const { Arn } = await json("sts", "get-caller-identity");
        return expect(Arn.endsWith(":user/operator"), Arn);
      },
    ],
    [
      "sts assume-role of a role that does not trust the operator is AccessDenied",
      () =>
        refused(
          "AccessDenied",
          "sts",
          "assume-role",
          "--role-arn",
          "arn:aws:iam::111122223333:role/HalliganTarget",
          "--role-session-name",
          "cli",
        ),
    ],
    [
      "iam get-role decodes the trust policy",
      async () => {
        const { Role } = await json("iam", "get-role", "--role-name", "HalliganTarget");
        return expect(Role.AssumeRolePolicyDocument.Statement.length > 0, "no statements");
      },
    ],
    [
      "ec2 describe-instances filters by tag",
      async () => {
        const { Reservations } = await json(
          "ec2",
          "describe-instances",
          "--filters",
          "Name=tag:Name,Values=payments-api-*",
        );
        return expect(
          Reservations.length === 1 && Reservations[0].Instances[0].State.Name === "running",
          "no such instance",
        );
      },
    ],
    [
      "ec2 describe-instances of an unknown id is InvalidInstanceID.NotFound",
      () =>
        refused(
          "InvalidInstanceID.NotFound",
          "ec2",
          "describe-instances",
          "--instance-ids",
          "i-0000000000000000f",
        ),
    ],
    [
      "ssm describe-instance-information pages through the nodes",
      async () => {
        const { InstanceInformationList } = await json(
          "ssm",
          "describe-instance-information",
          "--page-size",
          "5",
        );
        return expect(InstanceInformationList.length >= 4, `${InstanceInformationList.length} nodes`);
      },
    ],
    [
      "ssm list-documents and get-document show the recorded shell",
      async () => {
        const { DocumentIdentifiers } = await json(
          "ssm",
          "list-documents",
          "--filters",
          "Key=Name,Values=Halligan-Shell-60m",
        );
        const { Content } = await json("ssm", "get-document", "--name", DocumentIdentifiers[0].Name);
        return expect(JSON.parse(Content).sessionType === "Standard_Stream", Content);
      },
    ],
    [
      "ssm start-session either hands over to the plugin or, without it, ends the session",
      async () => {
        const answer = await aws(
          "ssm",
          "start-session",
          "--target",
          "i-0f3a9c41d7e25b91c",
          "--reason",
          "cli conformance",
        );
        const withoutPlugin = answer.stderr.includes("SessionManagerPlugin is not found");
        const withPlugin = answer.stdout.includes("Starting session with SessionId");
        return expect(withoutPlugin || withPlugin, answer.stderr.trim());
      },
    ],
    [
      "ssm start-session on an unknown node is TargetNotConnected",
      () => refused("TargetNotConnected", "ssm", "start-session", "--target", "i-0000000000000000f"),
    ],
    [
      "ssm describe-sessions shows that session as over",
      async () => {
        const { Sessions } = await json("ssm", "describe-sessions", "--state", "History");
        return expect(
          Sessions.some(({ Reason }) => Reason === "cli conformance"),
          "not in the history",
        );
      },
    ],
    [
      "ssm describe-sessions filters by node, owner, time and status, and refuses a status that is none",
      async () => {
        const { Arn } = await json("sts", "get-caller-identity");
        const filters = [
          "key=Target,value=i-0f3a9c41d7e25b91c",
          `key=Owner,value=${Arn}`,
          `key=InvokedAfter,value=${new Date(now - 60_000).toISOString()}`,
          "key=Status,value=Terminated",
        ];
        const history = ["ssm", "describe-sessions", "--state", "History"];
        const { Sessions } = await json(...history, "--filters", ...filters);
        if (Sessions.length === 0) return "no session passes all filters";
        return refused("ValidationException", ...history, "--filters", "key=Status,value=Open");
      },
    ],
    [
      "ssm get-connection-status tells a connected node",
      async () => {
        const { Status } = await json("ssm", "get-connection-status", "--target", "i-0f3a9c41d7e25b91c");
        return expect(Status === "connected", Status);
      },
    ],
    [
      "ssm send-command, which is not there, is UnknownOperationException",
      () =>
        refused(
          "UnknownOperationException",
          "ssm",
          "send-command",
          "--document-name",
          "AWS-RunShellScript",
          "--instance-ids",
          "i-0f3a9c41d7e25b91c",
        ),
    ],
    [
      "logs put-log-events, filter-log-events and get-log-events agree",
      async () => {
        const group = `/cli/${now}`;
        const names = ["--log-group-name", group, "--log-stream-name", "one"];
        await aws("logs", "create-log-group", "--log-group-name", group);
        await aws("logs", "create-log-stream", ...names);
        const events = JSON.stringify([{ timestamp: now, message: "hello from the CLI" }]);
        await json("logs", "put-log-events", ...names, "--log-events", events);
        const filtered = await json(
          "logs",
          "filter-log-events",
          "--log-group-name",
          group,
          "--filter-pattern",
          "hello",
        );
        const read = await json("logs", "get-log-events", ...names, "--start-from-head");
        return expect(
          filtered.events[0]?.message === "hello from the CLI" && read.events.length === 1,
          JSON.stringify(filtered),
        );
      },
    ],
    [
      "logs filter-log-events of a missing group is ResourceNotFoundException",
      () => refused("ResourceNotFoundException", "logs", "filter-log-events", "--log-group-name", "/nothing"),
    ],
    [
      "cloudtrail lookup-events finds the session's start by event name",
      async () => {
        const lookup = "AttributeKey=EventName,AttributeValue=StartSession";
        const { Events } = await json(
          "cloudtrail",
          "lookup-events",
          "--lookup-attributes",
          lookup,
          "--max-items",
          "5",
        );
        const record = JSON.parse(Events.at(-1).CloudTrailEvent);
        return expect(record.eventSource === "ssm.amazonaws.com", JSON.stringify(record));
      },
    ],
    [
      "cloudtrail lookup-events names the node and finds events by it",
      async () => {
        const lookup = "AttributeKey=ResourceName,AttributeValue=i-0f3a9c41d7e25b91c";
        const { Events } = await json("cloudtrail", "lookup-events", "--lookup-attributes", lookup);
        const types = Events.flatMap(({ Resources }) => Resources.map(({ ResourceType }) => ResourceType));
        return expect(types.includes("AWS::EC2::Instance"), JSON.stringify(Events));
      },
    ],
    ...s3Checks(json, refused, region),
  ];
}

function expect(isTrue, otherwise) {
  return isTrue ? undefined : otherwise;
}
