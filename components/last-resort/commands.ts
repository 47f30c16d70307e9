/**
 * What is typed while the portal is down, as docs/last-resort.md has it. Bash and zsh take each line as it stands; the
 * names in capitals are set by the first lines.
 */
export const COMMANDS = {
  me: "export ME=your-iam-user-name TOKEN=serial-number-of-your-token",
  profile: [
    "aws configure --profile last-resort-key",
    "aws configure set profile.last-resort-key.region $REGION",
    "for s in source_profile=last-resort-key role_arn=$ROLE role_session_name=$ME mfa_serial=$TOKEN region=$REGION sts_regional_endpoints=regional",
    'do aws configure set "profile.last-resort.${s%%=*}" "${s#*=}"; done',
    "export AWS_PROFILE=last-resort",
  ],
  find: [
    "aws ec2 describe-instances --filters 'Name=tag:Name,Values=*ledger*' \\",
    "  --query 'Reservations[].Instances[].[InstanceId,State.Name,Tags[?Key==`Name`]|[0].Value]' --output table",
    "aws ssm describe-instance-information --output table \\",
    "  --query 'InstanceInformationList[].[InstanceId,PingStatus,ComputerName,IPAddress]'",
  ],
  open: [
    'aws ssm start-session --target i-0123456789abcdef0 --document-name $DOC --reason "INC-1234 disk full, Halligan down"',
  ],
  again: [
    "aws ssm describe-sessions --state Active --output table --query 'Sessions[].[SessionId,Target,Owner]'",
    "aws ssm resume-session --session-id SESSION_ID",
    "aws ssm terminate-session --session-id SESSION_ID",
  ],
} as const;

/** The line that names an account's region, for the shell that the commands are typed into. */
export function placeCommand(place: { roleArn: string; region: string; documentName: string }): string {
  return `export ROLE=${place.roleArn} REGION=${place.region} DOC=${place.documentName}`;
}
